/** Runs what is on the desk: lays out commits, starts jobs when their turn has come, and ends them when somebody wants it. */
import { jobsToSkip, startableJobs, withStageOrder } from '../../../../shared/domain/pipeline/needs-graph.ts';
import { type ExecutorOptions, type Floor, openFloor } from './floor.ts';
import { layOut } from './lay-out.ts';
import { begin } from './perform.ts';
import { takeUpRuns } from './take-up.ts';

export interface Executor {
	/** Ends what an earlier Signalbox left behind, and goes on where it stopped. */
	takeUp(): Promise<void>;
	/** Looks what may be done now. */
	pump(): void;
	/** Ends the jobs of a run. */
	stop(number: number): void;
	/** Ends all jobs without calling them ended, so that the next start takes them up. */
	close(): Promise<void>;
}

export function createExecutor(options: ExecutorOptions): Executor {
	const { desk, world } = options;
	const floor = openFloor(options, pump);

	function pump(): void {
		if (floor.isClosing) return;
		for (const { number } of desk.underWay()) pumpRun(floor, number);
	}

	return {
		pump,
		async takeUp() {
			await takeUpRuns(floor);
			pump();
		},
		stop(number) {
			floor.stopOf(number).abort();
			const finishedAt = world.clock.now();
			const waiting = desk.find(String(number))?.jobs.filter((job) => job.state === 'waiting') ?? [];
			for (const job of waiting) desk.changeJob(number, job.id, { state: 'cancelled', finishedAt });
			pump();
		},
		close: floor.clear,
	};
}

/** Does for one run what may be done now. */
function pumpRun(floor: Floor, number: number): void {
	const { desk, config } = floor;
	const find = () => desk.find(String(number));
	const lost = new Set(jobsToSkip(withStageOrder(find()?.jobs ?? [])));
	for (const job of find()?.jobs.filter(({ name }) => lost.has(name)) ?? []) {
		desk.changeJob(number, job.id, { state: 'skipped' });
	}
	if (desk.endIfOver(number, floor.world.clock.now())) return;
	const run = find();
	if (run === null || run.isCancelled || floor.laying.has(number)) return;
	if (!run.isLaidOut) {
		floor.laying.add(number);
		floor.work(`laying out run ${number}`, () => layOut(floor, run).finally(() => floor.laying.delete(number)));
		return;
	}
	for (const name of startableJobs(withStageOrder(run.jobs))) {
		const current = find();
		if (current !== null && floor.jobsRunning < config.parallel) begin(floor, current, name);
	}
}
