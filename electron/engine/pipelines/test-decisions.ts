/** Rooms and clicks for tests of what people decide. */
import type { Freeze } from '../../../shared/domain/pipeline/decisions.ts';
import { pipelineConfig, type ConfigOptions } from '../testing/test-pipeline-config.ts';
import { ada, createWorld, giveRun, openPipelineRoom, pass, type PipelineRoom } from '../testing/test-pipelines.ts';

export const hour = 3_600_000;
export const guest = { name: 'Eve', mayAct: false };

export async function greenRoom(options: ConfigOptions = {}, more: { readonly freezes?: readonly Freeze[] } = {}) {
	const world = createWorld();
	const pipeline = { config: pipelineConfig(options), runner: world.runner, git: world.git };
	const room = await openPipelineRoom(
		{ pipeline, people: [{ name: 'Linus', aliases: ['ltorvalds'] }], ...more },
		world,
	);
	pass(room.runner, giveRun(room.runner));
	await room.clock.advance(2_000);
	return room;
}

/** Hours pass as for a machine that was asleep: the wall clock is ahead, and within a minute everybody knows. */
export async function later(room: PipelineRoom, ms: number): Promise<void> {
	room.clock.jump(ms);
	await room.clock.advance(61_000);
}

let keys = 0;
export const key = (): string => `key-${String((keys += 1)).padStart(6, '0')}`;

export function approve(
	room: PipelineRoom,
	more: Partial<Parameters<PipelineRoom['pipelines']['api']['approve']>[0]> = {},
	by = ada,
) {
	return room.during(
		room.pipelines.api.approve(
			{
				...{ service: 'shop', runId: 'shop:1', stage: 'user-acceptance', attempt: 1, decision: 'approved' },
				...{ reason: null, answers: [], idempotencyKey: key() },
				...more,
			},
			by,
		),
	);
}

export function waive(
	room: PipelineRoom,
	more: Partial<Parameters<PipelineRoom['pipelines']['api']['waive']>[0]> = {},
	by = ada,
) {
	const until = room.clock.now() + 100 * hour;
	return room.during(
		room.pipelines.api.waive(
			{ service: 'shop', gate: 'Coverage', runId: null, reason: 'Known', until, idempotencyKey: key(), ...more },
			by,
		),
	);
}

export const mayProduce = (room: PipelineRoom, version = '2.1.0') =>
	room.pipelines.mayStart({ key: 'shop/production', version, isGoingBack: false, isWithoutPipeline: false });
