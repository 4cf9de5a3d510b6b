// node build.mjs NAME: one file for Spin's j2w of src/NAME.js.
import { build } from 'esbuild';
import { SpinEsbuildPlugin } from '@spinframework/build-tools/plugins/esbuild/index.js';

const name = process.argv[2];
await build({ entryPoints: [`src/${name}.js`], outfile: `bundle/${name}.js`, bundle: true, format: 'esm', platform: 'browser', plugins: [await SpinEsbuildPlugin()] });
