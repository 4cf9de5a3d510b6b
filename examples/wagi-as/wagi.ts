// WAGI in AssemblyScript: the request comes in the environment and on stdin, the response goes to stdout.

function variable(name: string): string {
  return process.env.has(name) ? process.env.get(name) : "(not set)";
}

process.stdout.write("content-type: text/plain; charset=utf-8\nx-example: wagi-as\n\n");
process.stdout.write("AssemblyScript says hello\n");
process.stdout.write("arguments: " + process.argv.join(" | ") + "\n");
process.stdout.write("method: " + variable("REQUEST_METHOD") + "\n");
process.stdout.write("path info: " + variable("PATH_INFO") + "\n");
process.stdout.write("query: " + variable("QUERY_STRING") + "\n");
process.stdout.write("greeting: " + variable("GREETING") + "\n");
process.stdout.write("body: ");
const chunk = new ArrayBuffer(4096);
for (let n = process.stdin.read(chunk); n > 0; n = process.stdin.read(chunk)) {
  process.stdout.write(chunk.slice(0, n));
}
process.stdout.write("\n");
