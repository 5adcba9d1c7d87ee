/** The pipeline of the sample as a spec begins with it: a change committed as a click would, and its run waited for. */
import { isEndedRun } from '../../shared/domain/pipeline/model.ts';
import type { SampleChange } from '../../shared/rpc/api.ts';
import type { RunView } from '../../shared/rpc/pipeline-views.ts';
import type { RoomState } from '../../shared/rpc/views.ts';
import type { BrowserHost } from './browser-host.ts';
import { shopOf } from './shop.ts';

/** Six jobs of a second each, on a machine that does much else. */
export const runWithinMs = 60_000;

let keys = 0;

export function latestRun(room: RoomState): RunView | null {
	return room.services['shop']?.pipeline?.latest ?? null;
}

/** Resolves once the shop stands and its pipeline may be started. */
export async function pipelineReady({ room }: Pick<BrowserHost, 'room'>): Promise<void> {
	await room.until(
		'the sample with its pipeline',
		(now) =>
			now.sample.state === 'running' &&
			now.sample.hasPipeline &&
			shopOf(now)?.standing != null &&
			now.services['shop']?.pipeline?.start.allowed === true,
		runWithinMs,
	);
}

/** Commits and resolves with the commit's version and run once `isSo`; the run has ended unless told otherwise. */
export async function commitChange(
	host: Pick<BrowserHost, 'room'>,
	change: SampleChange,
	isSo: (run: RunView) => boolean = isEndedRun,
): Promise<{ readonly version: string; readonly run: RunView }> {
	const { client, until } = host.room;
	keys += 1;
	const made = await client.sample.commit.mutate({ change, idempotencyKey: `e2e-commit-${process.pid}-${keys}` });
	const isMine = (run: RunView | null): run is RunView => run !== null && run.commit.sha === made.commit && isSo(run);
	const room = await until(`the run of ${made.version}`, (now) => isMine(latestRun(now)), runWithinMs);
	const run = latestRun(room);
	if (run === null) throw new Error('The room has no run any more.');
	return { version: made.version, run };
}
