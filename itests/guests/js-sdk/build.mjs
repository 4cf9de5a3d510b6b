// node build.mjs OUT: one file of src/app.js and the SDK in package/, made a component as the SDK's j2w does it.
import { writeFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { componentize } from '@bytecodealliance/componentize-js';

const bundled = await build({ entryPoints: ['src/app.js'], bundle: true, write: false, format: 'esm', platform: 'browser',
  alias: { '@fermyon/spin-sdk': './package/lib/index.js' }, external: ['fermyon:*', 'wasi:*'] });
const { component } = await componentize(bundled.outputFiles[0].text, {
  sourceName: 'app.js', witPath: 'package/bin/wit', worldName: 'spin-http', disableFeatures: [], enableFeatures: ['http'] });
await writeFile(process.argv[2], component);
