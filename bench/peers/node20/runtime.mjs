// Lambda's runtime loop, and nothing of it that a cold start does not need.
import http from "node:http";
import { handler } from "./retrieve.mjs";

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const request = http.request({ host, port, agent, method, headers, path: `/2018-06-01/runtime${path}` }, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => resolve({ headers: response.headers, text: Buffer.concat(chunks).toString() }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

for (;;) {
  const event = await call("GET", "/invocation/next");
  const id = event.headers["lambda-runtime-aws-request-id"];
  try {
    const answer = await handler(JSON.parse(event.text));
    await call("POST", `/invocation/${id}/response`, JSON.stringify(answer));
  } catch (error) {
    const failure = { errorType: error.name, errorMessage: error.message };
    await call("POST", `/invocation/${id}/error`, JSON.stringify(failure));
  }
}
