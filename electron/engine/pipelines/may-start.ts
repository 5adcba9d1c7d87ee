/** What the pipeline and its freezes say to a start. Neither a rollback nor a way back to what was known good asks here. */
import type { ReadinessReason } from '../../../shared/domain/pipeline/readiness.ts';
import { type EnvironmentKey, environmentKey } from '../../../shared/domain/release.ts';
import { fail, type Failure, type JsonValue, ok, type Result } from '../../../shared/domain/result.ts';
import { evaluateRun } from './evaluate.ts';
import type { OpenService } from './open-service.ts';
import { readinessIn } from './release-view.ts';

interface StartQuestion {
	readonly key: EnvironmentKey;
	readonly version: string;
	/** Written into the file as a release that may go out without a run: then only freezes hold. */
	readonly isWithoutPipeline?: boolean;
}

/** Refuses with `gate-closed` or `frozen`; `details.reasons` has all that stands in the way. */
export async function mayStart(
	services: Iterable<OpenService>,
	{ key, version, isWithoutPipeline = false }: StartQuestion,
	now: () => number,
): Promise<Result<null>> {
	for (const service of services) {
		const environment = service.setup.environments.find(
			({ name }) => environmentKey(service.setup.service, name) === key,
		);
		if (environment === undefined) continue;
		const asked = isWithoutPipeline ? { ...environment, requires: [] } : environment;
		return inEnvironment(service, asked, version, now);
	}
	return ok(null);
}

async function inEnvironment(
	{ setup, book }: OpenService,
	environment: OpenService['setup']['environments'][number],
	version: string,
	now: () => number,
): Promise<Result<null>> {
	const { pipeline } = setup;
	const isProven = pipeline !== null && environment.requires.length > 0;
	const release = isProven ? await book.release(version) : null;
	// Another control room on the same store may have waived, lifted or withdrawn something.
	await book.loadDecisions(release === null ? [] : [release.runId]);
	if (!isProven) {
		const held = readinessIn({
			setup,
			book,
			environment: { ...environment, requires: [] },
			run: null,
			evaluation: null,
			now: now(),
		});
		return held.allowed ? ok(null) : refusal(version, environment.name, held.reasons);
	}
	if (release === null) return notMade(version, environment.name);
	const tracked = await book.find(release.runId);
	const at = now();
	const evaluation = tracked === null ? null : evaluateRun(book, pipeline.config, tracked, at);
	const readiness = readinessIn({ setup, book, environment, run: tracked?.run ?? null, evaluation, now: at });
	return readiness.allowed ? ok(null) : refusal(version, environment.name, readiness.reasons);
}

function notMade(version: string, environment: string): Failure {
	const text = `${version} was not made by this pipeline, so nothing proves it.`;
	return fail(
		'gate-closed',
		text,
		`Start a version that the pipeline made, or remove "requires" from ${environment}.`,
		{
			details: { reasons: [{ kind: 'run', stage: null, subject: null, text, whoCan: 'A green run has to make it' }] },
		},
	);
}

/** The first reason in words, who can lift it as what to do next, and all of them for the screen. */
function refusal(version: string, environment: string, reasons: readonly ReadinessReason[]): Failure {
	const [first, ...more] = reasons;
	if (first === undefined) return notMade(version, environment);
	const code = first.kind === 'freeze' ? 'frozen' : 'gate-closed';
	const others = more.length === 0 ? '' : ` (and ${more.length} more ${more.length === 1 ? 'reason' : 'reasons'})`;
	const message = `${version} may not go to ${environment} now: ${first.text}${others}.`;
	return fail(code, message, `${first.whoCan}.`, { details: { reasons: reasons.map(asJson) } });
}

function asJson({ kind, stage, subject, text, whoCan }: ReadinessReason): JsonValue {
	return { kind, stage, subject, text, whoCan };
}
