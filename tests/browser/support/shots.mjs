// Pictures of good moments, for people to look at: in the folder that SHOTS names, target/screenshots if it names none.

import { fileURLToPath } from 'node:url';

const FOLDER = process.env.SHOTS || fileURLToPath(new URL('../../../target/screenshots', import.meta.url));

export function shot({ page }, name) {
  return page.screenshot({ path: `${FOLDER}/${name}.png`, fullPage: true, animations: 'disabled' });
}
