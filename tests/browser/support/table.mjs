// A deployment whose table can be reached past it: what lies there is as it would be if something were slow or had died.

import { once } from 'node:events';
import { createServer } from 'node:net';
import { Deployment } from '../../clients/node/deployment.js';

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** A deployment with its `table`. */
export async function startWithTable() {
  const port = await freePort();
  const deployment = await Deployment.start('--dynamodb', `127.0.0.1:${port}`);
  deployment.table = new Table(`http://127.0.0.1:${port}`);
  return deployment;
}

class Table {
  constructor(url) {
    this.url = url;
  }

  async #perform(operation, request) {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `DynamoDB_20120810.${operation}` };
    const answer = await fetch(this.url, { method: 'POST', headers, body: JSON.stringify({ TableName: 'paydesk-Table', ...request }) });
    if (!answer.ok) throw new Error(`${operation}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }

  /** Makes a session's attempt one that the provider has not answered yet; gives back what makes it as it was. */
  async silenceProvider(session) {
    const { Item } = await this.#perform('GetItem', { Key: { pk: { S: `S#${session.id}` }, sk: { S: 'S' } }, ConsistentRead: true });
    const body = JSON.parse(Item.body.S);
    delete body.session.state.attempt.action;
    await this.#perform('PutItem', { Item: { ...Item, body: { S: JSON.stringify(body) } } });
    return () => this.#perform('PutItem', { Item });
  }
}
