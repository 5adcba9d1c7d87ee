/** A place with one release and its users, in which control rooms are started and killed. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { endEverything, listStarted } from '../../electron/connectors/targets/process/leftovers.ts';
import { statePaths } from '../../electron/connectors/targets/process/paths.ts';
import { systemClock } from '../../electron/host/system-clock.ts';
import type { TargetState } from '../../shared/domain/target/model.ts';
import { type HostProcess, startHost } from './host-process.ts';
import { type Journal, readJournal, valueOf } from './journal.ts';
import type { CrashPoint } from './protocol.ts';
import type { Programs } from './programs.ts';
import { firstVersion, makeTarget } from './setup.ts';
import { startUser, type User } from './users.ts';

export interface World {
	readonly url: string;
	readonly user: User;
	/** Where the router notes what it does; holds the highest fence that it saw. */
	readonly targetStateFile: string;
	/** Number of the next release: each deployment ships another one. */
	nextNumber(): number;
	startHost(crash?: CrashPoint | null): HostProcess;
	journal(): Promise<Journal>;
	/** What the target says is really so. */
	really(): Promise<TargetState>;
	/** Processes of the slots that are alive. */
	slotProcesses(): number;
	/** The last lines that control rooms logged. */
	log(): string;
	dispose(): Promise<void>;
}

const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** 15 minutes pass in 45 ms. What takes real time is only what the machine does, and a quarter of a second a look. */
export const clockRate = 20_000;

/**
 * Opens a world in which 1.0.0 stands in blue and is used. `dataFolder` says where journal and target keep their
 * files, if not in the temporary folder of the world.
 */
export async function openWorld(
	programs: Programs,
	given: { readonly dataFolder?: string; readonly clockRate?: number } = {},
): Promise<World> {
	const folder = mkdtempSync(path.join(tmpdir(), 'sbx-faults-'));
	const dataFolder = given.dataFolder ?? path.join(folder, 'data');
	const targetFolder = path.join(given.dataFolder ?? folder, 'target');
	const files = { targetFolder, routerFile: programs.router, serviceFile: programs.service };
	mkdirSync(dataFolder, { recursive: true });
	const hosts: HostProcess[] = [];
	const target = makeTarget({ ...files, clock: systemClock(), logger: quiet });
	let user: User | null = null;
	let number = 0;

	async function dispose(): Promise<void> {
		await user?.stop();
		for (const host of hosts) await host.kill();
		await target.close();
		await endEverything(targetFolder);
		rmSync(folder, { recursive: true, force: true });
	}

	try {
		valueOf(await target.deploy({ slot: 'blue', version: firstVersion, fence: 0 }));
		const state = valueOf(await target.setTraffic({ split: { blue: 100, green: 0 }, fence: 0 }));
		const url = state.publicUrl ?? '';
		user = startUser(url);
		return {
			url,
			user,
			targetStateFile: statePaths(targetFolder).stateFile,
			nextNumber: () => (number += 1),
			startHost(crash = null) {
				const host = startHost(programs.host, { dataFolder, ...files, crash, clockRate: given.clockRate ?? clockRate });
				hosts.push(host);
				return host;
			},
			journal: () => readJournal(dataFolder),
			really: async () => valueOf(await target.inspect()),
			slotProcesses: () => valueOf(listStarted(targetFolder)).filter((one) => one.kind !== 'router').length,
			log() {
				const file = path.join(dataFolder, 'host.log');
				return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-8).join('\n') : '';
			},
			dispose,
		};
	} catch (error) {
		await dispose();
		throw error;
	}
}
