/** TCP ports that one process listens on, as Linux tells it: to show that the desktop opens none. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Code of LISTEN in /proc/net/tcp (include/net/tcp_states.h). */
const listening = '0A';

/** Ports of this process alone, without those of its children. None elsewhere than on Linux, which alone tells them. */
export function listeningPorts(pid: number): readonly number[] {
	if (process.platform !== 'linux') return [];
	const own = socketsOf(pid);
	return ['tcp', 'tcp6'].flatMap((family) =>
		readFileSync(`/proc/${pid}/net/${family}`, 'utf8')
			.split('\n')
			.slice(1)
			.map((line) => line.trim().split(/\s+/))
			.filter(([, , , state, , , , , , inode]) => state === listening && inode !== undefined && own.has(inode))
			.map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16)),
	);
}

/** Inodes of the sockets that the process has open. */
function socketsOf(pid: number): ReadonlySet<string> {
	const links = readdirSync(`/proc/${pid}/fd`).map((name) => {
		try {
			return readlinkSync(`/proc/${pid}/fd/${name}`);
		} catch {
			// Closed since it was listed.
			return '';
		}
	});
	return new Set(links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.slice(1) ?? []));
}
