/** The browser of the machine: CHROMIUM names it, else it is looked for in the path. */
import { execFileSync } from 'node:child_process';

export const browser = process.env.CHROMIUM ?? installed('chromium') ?? installed('google-chrome');

function installed(name) {
  try {
    return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
