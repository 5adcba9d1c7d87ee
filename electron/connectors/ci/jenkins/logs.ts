/** Logs of stages, made of those of their steps, and of builds without stages. */
import type { JenkinsRunnerConfig } from '../../../../shared/config/pipeline-model.ts';
import { endedJobStates } from '../../../../shared/domain/pipeline/model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { PipelineRunner } from '../../../engine/pipeline-ports.ts';
import type { JenkinsClient } from './client.ts';
import { noSuchBuild } from './failures.ts';
import { createJoinedLog, type JoinedLog } from './joined-log.ts';
import { stageStateOf } from './map-run.ts';
import { buildPath, nodePath, parseNativeId, wholeBuild } from './places.ts';
import { readProgressive } from './progressive.ts';
import { buildSchema, describedStageSchema, oneBuildTree } from './wire.ts';

/** Where the parts of a log lie, and whether more can come. */
interface Parts {
	readonly parts: readonly string[];
	readonly hasEnded: boolean;
}

/** Logs that are followed at the same time. */
const mostLogs = 20;

/** Asked before the log is read: what had ended by then will write nothing more. */
async function ofBuild(client: JenkinsClient, build: string, signal: AbortSignal | undefined): Promise<Result<Parts>> {
	const path = `${build}/api/json`;
	const found = await client.get({ path, tree: oneBuildTree, schema: buildSchema, what: 'the build', signal });
	if (!found.ok) return found;
	const { building, result } = found.value.value;
	return ok({ parts: [`${build}/logText/progressiveText`], hasEnded: !building && result !== null });
}

/** Steps that write a log, in their order; a step of a parallel branch follows the branch that began before it. */
async function ofStage(
	client: JenkinsClient,
	build: string,
	node: string,
	signal: AbortSignal | undefined,
): Promise<Result<Parts>> {
	const path = `${build}/${node}/wfapi/describe`;
	const found = await client.get({ path, schema: describedStageSchema, what: 'the stage', signal });
	if (!found.ok) return found;
	const { status, stageFlowNodes } = found.value.value;
	const steps = (stageFlowNodes ?? []).filter((step) => step._links?.log !== undefined);
	const ordered = steps.toSorted((left, right) => Number(left.id) - Number(right.id));
	return ok({
		parts: ordered.map((step) => `${build}/execution/node/${encodeURIComponent(step.id)}/log/logText/progressiveText`),
		hasEnded: endedJobStates.includes(stageStateOf(status)),
	});
}

export function createLogReader(config: JenkinsRunnerConfig, client: JenkinsClient): Pick<PipelineRunner, 'readLog'> {
	const logs = new Map<string, JoinedLog>();

	const logOf = (key: string): JoinedLog => {
		const log = logs.get(key) ?? createJoinedLog();
		logs.delete(key);
		logs.set(key, log);
		for (const oldest of logs.keys()) {
			if (logs.size <= mostLogs) break;
			logs.delete(oldest);
		}
		return log;
	};

	return {
		async readLog({ nativeId, jobId, fromByte }, signal) {
			const place = parseNativeId(nativeId, config.isMultibranch);
			if (place === null) return noSuchBuild(client.http.host, nativeId);
			const log = logOf(`${nativeId}\n${jobId}`);
			const kept = log.kept(fromByte);
			if (kept !== null) return ok(kept);
			const build = buildPath(config, place);
			const parts = await (jobId === wholeBuild
				? ofBuild(client, build, signal)
				: ofStage(client, build, nodePath(jobId), signal));
			if (!parts.ok) return parts;
			return log.read({ ...parts.value, fromByte }, (part, wanted) => readProgressive(client, part, wanted, signal));
		},
	};
}
