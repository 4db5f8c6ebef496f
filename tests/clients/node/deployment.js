// A running Paydesk: one that is there already, or one of a story's own whose clock it may move.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM =
  process.env.PAYDESK_RUNNER ?? fileURLToPath(new URL('../../../target/debug/paydesk', import.meta.url));
const GREETING = 'Paydesk is at ';

/** Makes a key in a deployment's file: the key, and the account it opens. */
export function makeKey(file, ...settings) {
  const made = execFileSync(PROGRAM, ['keys', 'create', '--data', file, ...settings], { encoding: 'utf8' });
  return { key: made.split(/\s/, 1)[0], account: made.match(/acct_\w+/)[0] };
}

export class Deployment {
  #process;

  constructor(url, running) {
    this.url = url;
    this.#process = running;
  }

  /** The deployment all stories share, each with an account of its own; its clock moves by seconds only. */
  static async shared() {
    const url = process.env.PAYDESK_URL;
    return url ? new Deployment(url) : Deployment.start();
  }

  /** Starts a deployment on a port of its own, in memory unless a file is named. */
  static async start(...settings) {
    const where = settings.includes('--data') ? [] : ['--memory'];
    const running = spawn(PROGRAM, ['--port', '0', ...where, ...settings], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: running.stdout });
    for await (const line of lines) {
      if (line.startsWith(GREETING)) {
        running.stdout.resume();
        return new Deployment(line.slice(GREETING.length).trim(), running);
      }
    }
    throw new Error(`${PROGRAM} ended before it said where it is`);
  }

  /** As Ctrl-C does. */
  async stop() {
    if (!this.#process || this.#process.exitCode !== null) return;
    this.#process.kill('SIGTERM');
    await once(this.#process, 'exit');
  }

  async now() {
    return (await this.#local('clock')).now;
  }

  /** Moves the clock so little that nothing falls due: also the shared one may be moved so. */
  async step(seconds) {
    if (seconds > 100) throw new Error("the shared clock is everybody's");
    await this.#local('clock', { advance: seconds });
  }

  /** Moves the clock to a Unix second; what falls due has happened when this is done. */
  async moveTo(second) {
    await this.#local('clock', { set: second });
  }

  /** The types of what was announced of a session, last first. */
  async announced(session) {
    const { data } = await this.#local('announcements');
    return data.filter((each) => each.session === session).map((each) => each.type);
  }

  async #local(what, body) {
    const answer = await fetch(`${this.url}/_local/${what}`, {
      method: body ? 'POST' : 'GET',
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  }
}
