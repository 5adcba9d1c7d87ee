/** The browser of the benches: the same that the end-to-end specs use. */
import { type Browser, chromium } from 'playwright';
import { findChromium } from '../../../scripts/chromium.ts';

export async function launchChromium(args: readonly string[] = []): Promise<Browser> {
	const found = await findChromium();
	const env = Object.fromEntries(
		Object.entries({ ...process.env, ...found.env }).flatMap(([name, value]) =>
			value === undefined ? [] : [[name, value]],
		),
	);
	return chromium.launch({ executablePath: found.executablePath, args: [...found.args, ...args], env });
}
