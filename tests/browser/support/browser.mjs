// Debian's Chromium, once per file of stories, and a window of it per story whose every request and complaint is kept.

import { execFileSync } from 'node:child_process';
import { chromium } from 'playwright-core';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];

function installed() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const found = execFileSync('sh', ['-c', `${PROGRAMS.map((program) => `command -v ${program}`).join(' || ')} || true`]);
  const program = found.toString().trim();
  if (!program) throw new Error(`There is no browser: none of ${PROGRAMS.join(', ')}`);
  return program;
}

export function launch() {
  const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: installed(), args: ['--no-proxy-server', ...sandbox] });
}

/** Runs before any script of a page: tells what the page's own policy stopped. */
function reportViolations() {
  document.addEventListener('securitypolicyviolation', (event) => {
    window.violated(`${event.violatedDirective} stopped ${event.blockedURI || 'inline'} ${event.sample}`);
  });
}

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="80"><rect width="80" height="80" fill="#486"/></svg>';

/** A browser window that nobody has used before. */
export class Window {
  complaints = [];
  requests = [];

  static async open(browser, settings) {
    const window = new Window();
    window.context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 900 }, ...settings });
    window.context.setDefaultTimeout(Number(process.env.PATIENCE ?? 15) * 1000);
    await window.context.exposeFunction('violated', (violation) => window.complaints.push(violation));
    await window.context.addInitScript(reportViolations);
    // Merchants' pictures are on the internet; the stories are not.
    await window.context.route(/^https:/, (route) => route.fulfill({ contentType: 'image/svg+xml', body: PICTURE }));
    window.context.on('request', (request) => window.requests.push(request));
    window.context.on('weberror', ({ error }) => window.complaints.push(String(error())));
    return window;
  }

  /** The hosts that anything was asked of, the merchants' own left out. */
  get hosts() {
    const hosts = this.requests.map((request) => new URL(request.url())).filter((url) => /^http/.test(url.protocol));
    return [...new Set(hosts.map((url) => url.host))].filter((host) => !/\.localhost:\d+$/.test(host));
  }

  close() {
    return this.context.close();
  }
}
