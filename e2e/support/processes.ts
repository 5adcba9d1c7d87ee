/** What lives on for a data folder: the host itself, routers, slots and the sample's traffic. */
import { existsSync, globSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { endEverything, listStarted } from '../../electron/connectors/targets/process/leftovers.ts';
import { statePaths } from '../../electron/connectors/targets/process/paths.ts';
import { pidExists } from '../../electron/connectors/process-identity.ts';

/** State folders of process targets below a data folder; that of the sample also once it was removed. */
function targetFolders(dataFolder: string): readonly string[] {
	const found = globSync('targets/*/*', { cwd: dataFolder });
	return [...new Set([...found, path.join('targets', '.sample', 'shop', 'production')])].map((each) =>
		path.join(dataFolder, each),
	);
}

function readProc(pid: number, name: string): string {
	try {
		return name === 'cwd' ? readlinkSync(`/proc/${pid}/cwd`) : readFileSync(`/proc/${pid}/${name}`, 'utf8');
	} catch {
		// Gone in the meantime, or not ours to read.
		return '';
	}
}

/** Live processes that name the folder or carry its mark, as `pid words`. Elsewhere than on Linux: those on record. */
export function processesOf(dataFolder: string): readonly string[] {
	const folders = targetFolders(dataFolder);
	if (process.platform !== 'linux') {
		return folders.flatMap((folder) => {
			const started = listStarted(folder);
			return started.ok ? started.value.map(({ pid, kind }) => `${pid} ${kind}`) : [];
		});
	}
	const marks = [dataFolder, ...folders.map((folder) => statePaths(folder).owner)];
	return readdirSync('/proc')
		.map(Number)
		.filter((pid) => Number.isInteger(pid) && pid !== process.pid)
		.filter((pid) => {
			const facts = ['cmdline', 'environ', 'cwd'].map((name) => readProc(pid, name)).join('\0');
			return marks.some((mark) => facts.includes(mark)) && pidExists(pid);
		})
		.map((pid) => `${pid} ${readProc(pid, 'cmdline').replaceAll('\0', ' ').trim()}`);
}

/** Ends every router and slot of the folder; for tests that killed their host, or failed. */
export async function endProcessesOf(dataFolder: string): Promise<void> {
	for (const folder of targetFolders(dataFolder)) if (existsSync(folder)) await endEverything(folder);
}
