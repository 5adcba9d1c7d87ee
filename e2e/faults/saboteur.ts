/** A store that ends its own process at a given place of its journal, as a power cut or `kill -9` would. */
import { writeSync } from 'node:fs';
import type { DeploymentEvent } from '../../shared/domain/deployment/events.ts';
import { type Deployment, isInFlight } from '../../shared/domain/deployment/model.ts';
import type { DeploymentAppend, Store } from '../../electron/engine/ports.ts';
import type { Sqlite } from '../../electron/store/sqlite.ts';
import type { CrashPoint, Word } from './protocol.ts';

export interface Saboteur {
	/** Chooses the place; null for none. */
	arm(point: CrashPoint | null): void;
	/** Must be called before the store prepares its statements. */
	bug(sqlite: Sqlite): void;
	wrap(store: Store, onAppended: (deployment: Deployment) => void): Store;
}

/** Written before this returns, so that nothing that was announced is lost with the process. */
export function say(word: Word): void {
	writeSync(1, `${JSON.stringify(word)}\n`);
}

function isStart(from: CrashPoint['from'], event: DeploymentEvent): boolean {
	switch (from) {
		case 'unhealthy':
			return event.type === 'verdict' && event.verdict.outcome === 'unhealthy';
		case 'roll-back':
			return event.type === 'commanded' && event.command === 'roll-back';
		case 'created':
		case 'recovered':
			return event.type === from;
	}
}

/** `die` does not return. */
export function createSaboteur(die: () => void): Saboteur {
	let point: CrashPoint | null = null;
	let isCounting = false;
	let writes = 0;
	let entries = 0;

	function reached(when: CrashPoint['when'], count: number): boolean {
		return isCounting && point?.when === when && point.at === count;
	}

	function count(write: DeploymentAppend): void {
		const { from } = point ?? {};
		if (from !== undefined && write.events.some(({ event }) => isStart(from, event))) isCounting = true;
		if (isCounting) writes += 1;
	}

	return {
		arm(next) {
			point = next;
			isCounting = false;
			writes = 0;
			entries = 0;
		},
		bug({ raw }) {
			raw.function('entry_was_added', () => {
				if (isCounting) entries += 1;
				if (reached('within', entries)) die();
				return null;
			});
			raw.exec(`
				create temp trigger crash_point after insert on main.journal
				begin select entry_was_added(); end
			`);
		},
		wrap: (store, onAppended) => ({
			...store,
			async append(write) {
				count(write);
				if (reached('before', writes)) die();
				const result = await store.append(write);
				if (!result.ok) say({ kind: 'not-appended', code: result.problem.code });
				else {
					const { id, state, stepIndex, warmUntil } = write.deployment;
					const isOver = !isInFlight(write.deployment) && warmUntil === null;
					say({ kind: 'appended', deploymentId: id, lastSeq: result.value.lastSeq, state, stepIndex, isOver });
				}
				if (reached('after', writes)) die();
				if (result.ok) onAppended(write.deployment);
				return result;
			},
		}),
	};
}
