/** The desktop's entry: which part this process plays, and nothing else. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { roleOf } from './desktop/roles.ts';

const packageRoot = path.resolve(import.meta.dirname, '..', '..');
// `electron . words` in development, `signalbox words` when packaged: then there is no `defaultApp`.
const role = roleOf(process.argv, Reflect.get(process, 'defaultApp') !== true);

if (role === null) {
	const { runDesktop } = await import('./desktop/run.ts');
	// Not awaited: Electron becomes ready only when this script has run to its end.
	runDesktop({ packageRoot, preload: path.join(import.meta.dirname, 'preload.cjs') });
} else if (role.part === 'router') {
	process.argv = [process.execPath, import.meta.filename, ...role.words];
	await import('./connectors/targets/process/router-main.ts');
} else if (role.script !== null) {
	const script = path.join(packageRoot, 'assets', 'sample', role.script);
	process.argv = [process.execPath, script, ...role.words];
	await import(/* @vite-ignore */ pathToFileURL(script).href);
} else {
	const { app } = await import('electron');
	app.exit(1);
}
