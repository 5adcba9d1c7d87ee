/** The desktop's entry: which part this process plays, and nothing else. */
import path from 'node:path';
import { routerWords } from './desktop/router-role.ts';

const words = routerWords(process.argv);
if (words === null) {
	const { runDesktop } = await import('./desktop/run.ts');
	const folder = import.meta.dirname;
	// Not awaited: Electron becomes ready only when this script has run to its end.
	runDesktop({ packageRoot: path.resolve(folder, '..', '..'), preload: path.join(folder, 'preload.cjs') });
} else {
	process.argv = [process.execPath, import.meta.filename, ...words];
	await import('./connectors/targets/process/router-main.ts');
}
