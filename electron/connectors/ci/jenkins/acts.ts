/** What a person may ask Jenkins to do. */
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import type { PipelineRunner } from '../../../engine/pipeline-ports.ts';
import type { Clock } from '../../../engine/ports.ts';
import { noSuchBuild } from './failures.ts';
import { buildPath, jobPath, nativeIdOf, parseNativeId } from './places.ts';
import { lookInQueue, queueItemOf, waitInQueue } from './queue.ts';
import type { Jenkins } from './list-runs.ts';
import { readInputs } from './read-runs.ts';
import { buildSchema, jobSchema, jobTree, oneBuildTree, type WireInput } from './wire.ts';

type Acts = Pick<PipelineRunner, 'start' | 'rerun' | 'cancel' | 'answer'>;
type Values = Readonly<Record<string, string>>;

interface ActParts extends Jenkins {
	readonly clock: Clock;
}

/** Twenty seconds: without its quiet period a build begins at once where a machine is free. */
const queueTries = 40;

function refused({ client }: ActParts, why: string, hint: string): Failure {
	return fail('ci-refused', `${client.http.host.label} was not asked: ${why}.`, hint);
}

/** Jenkins leaves out unknown parameters without a word, so they are refused here. */
async function checkJob(
	parts: ActParts,
	branch: string | null,
	values: Values,
	signal: AbortSignal | undefined,
): Promise<Result<{ readonly isParameterised: boolean }>> {
	const path = `${jobPath(parts.config, branch)}/api/json`;
	const job = await parts.client.get({ path, tree: jobTree, schema: jobSchema, what: 'the job', signal });
	if (!job.ok) return job;
	const { buildable, property } = job.value.value;
	if (buildable === false) return refused(parts, 'the job is disabled', 'Enable it in Jenkins.');
	const known = property.flatMap((one) => one.parameterDefinitions.map((parameter) => parameter.name));
	const unknown = Object.keys(values).find((name) => !known.includes(name));
	if (unknown === undefined) return ok({ isParameterised: known.length > 0 });
	const has = known.length === 0 ? 'it takes none' : `it has ${known.join(', ')}`;
	return refused(parts, `the job has no parameter ${unknown}; ${has}`, 'Correct the inputs, or add the parameter.');
}

/** Orders a build without the quiet period. Resolves with the item of the queue where Jenkins names it. */
async function order(
	parts: ActParts,
	branch: string | null,
	values: Values,
	signal: AbortSignal | undefined,
): Promise<Result<string | null>> {
	const job = await checkJob(parts, branch, values, signal);
	if (!job.ok) return job;
	const way = job.value.isParameterised ? 'buildWithParameters' : 'build';
	const ordered = await parts.client.act({
		path: `${jobPath(parts.config, branch)}/${way}?delay=0sec`,
		form: values,
		what: 'start a build',
		signal,
	});
	return ordered.ok ? ok(queueItemOf(ordered.value.header('location'))) : ordered;
}

async function start(parts: ActParts, request: Parameters<Acts['start']>[0], signal?: AbortSignal) {
	if (request.commit !== null) {
		return refused(
			parts,
			'it builds the newest commit of a branch, and cannot be given another one',
			'Start a run of the branch without a commit.',
		);
	}
	const branch = parts.config.isMultibranch ? request.branch : null;
	const item = await order(parts, branch, request.inputs, signal);
	if (!item.ok) return item;
	// The order was taken: that its number is not known yet does not make it fail.
	const found = item.value === null ? ok(null) : await lookInQueue(parts.client, item.value, signal);
	const number = found.ok ? found.value : null;
	return ok({ nativeId: number === null ? null : nativeIdOf({ branch, number }) });
}

/** Parameters of a build, as they were given. */
async function valuesOf(parts: ActParts, build: string, signal?: AbortSignal): Promise<Result<Values>> {
	const path = `${build}/api/json`;
	const found = await parts.client.get({ path, tree: oneBuildTree, schema: buildSchema, what: 'the build', signal });
	if (!found.ok) return found;
	const parameters = found.value.value.actions.flatMap((action) => action.parameters);
	const hidden = parameters.find((one) => one.value === null || one.value === undefined);
	if (hidden === undefined) return ok(Object.fromEntries(parameters.map((one) => [one.name, String(one.value)])));
	return refused(
		parts,
		`it does not tell the value of the parameter ${hidden.name}, which is a secret or a file`,
		'Rebuild it in Jenkins.',
	);
}

async function rerun(parts: ActParts, request: Parameters<Acts['rerun']>[0], signal?: AbortSignal) {
	const { config, client, clock } = parts;
	if (request.onlyFailed) {
		return refused(
			parts,
			'it repeats whole builds only; restarting from a stage is done there',
			'Run the whole again, or use "Restart from Stage" in Jenkins.',
		);
	}
	const place = parseNativeId(request.nativeId, config.isMultibranch);
	if (place === null) return noSuchBuild(client.http.host, request.nativeId);
	const values = await valuesOf(parts, buildPath(config, place), signal);
	if (!values.ok) return values;
	const item = await order(parts, place.branch, values.value, signal);
	if (!item.ok) return item;
	const wanted = { item: item.value ?? '', tries: queueTries, signal };
	const found = item.value === null ? ok(null) : await waitInQueue(client, clock, wanted);
	if (!found.ok) return found;
	if (found.value !== null) return ok({ nativeId: nativeIdOf({ branch: place.branch, number: found.value }) });
	return fail(
		'timed-out',
		`${client.http.host.label} took the order, but the build has not begun yet, so it has no number.`,
		'It shows up in the list as soon as a machine is free; do not order it again.',
	);
}

async function cancel(parts: ActParts, nativeId: string, signal?: AbortSignal): Promise<Result<null>> {
	const { config, client } = parts;
	const place = parseNativeId(nativeId, config.isMultibranch);
	if (place === null) return noSuchBuild(client.http.host, nativeId);
	const path = `${buildPath(config, place)}/stop`;
	const done = await client.act({ path, form: {}, what: 'stop the build', signal });
	return done.ok ? ok(null) : done;
}

/** The one input that can be answered from here. */
function answerable(parts: ActParts, inputs: readonly WireInput[], approve: boolean): Result<WireInput> {
	const [input, ...others] = inputs;
	if (input === undefined) return refused(parts, 'the build asks nothing any more', 'Look at the build again.');
	if (others.length > 0) {
		return refused(
			parts,
			`the build asks ${inputs.length} things at once, and which of them belongs to this stage is not told`,
			'Answer them in Jenkins.',
		);
	}
	if (approve && (input.inputs?.length ?? 0) > 0) {
		return refused(parts, 'the question wants values and not only a yes', 'Answer it in Jenkins.');
	}
	return ok(input);
}

async function answer(parts: ActParts, request: Parameters<Acts['answer']>[0], signal?: AbortSignal) {
	const { config, client } = parts;
	const place = parseNativeId(request.nativeId, config.isMultibranch);
	if (place === null) return noSuchBuild(client.http.host, request.nativeId);
	const asked = await readInputs(parts, place, signal);
	if (!asked.ok) return asked;
	const input = answerable(parts, asked.value.value, request.approve);
	if (!input.ok) return input;
	const below = `input/${encodeURIComponent(input.value.id)}/${request.approve ? 'proceedEmpty' : 'abort'}`;
	const path = `${buildPath(config, place)}/${below}`;
	const what = request.approve ? 'go on' : 'abort the build';
	const done = await client.act({ path, form: {}, what, signal });
	return done.ok ? ok(null) : done;
}

export function createActs(parts: ActParts): Acts {
	return {
		start: (request, signal) => start(parts, request, signal),
		rerun: (request, signal) => rerun(parts, request, signal),
		cancel: (nativeId, signal) => cancel(parts, nativeId, signal),
		answer: (request, signal) => answer(parts, request, signal),
	};
}
