/** Rules of `jobs:`: whom they are for, what they need, and what their commands mention. */
import { type StageName, stageNames } from '../domain/pipeline/model.ts';
import { checkTexts } from './check-commands.ts';
import { commandsOf, type FileJob } from './file/jobs.ts';
import type { FilePipeline } from './file/pipeline.ts';
import { isSecretName } from './inline-secrets.ts';
import type { Report } from './issues.ts';
import { nearest } from './said.ts';
import type { Path } from './source.ts';

interface PlacedJob {
	readonly name: string;
	readonly stage: StageName;
	readonly job: FileJob;
	readonly path: Path;
}

/** Checks the jobs of all stages. */
export function checkJobs(pipeline: FilePipeline, report: Report): void {
	if (checkForms(pipeline, report)) return;
	checkClaims(pipeline, report);
	const placed = jobsOf(pipeline);
	checkTwice(placed, report);
	for (const one of placed) {
		checkNeeds(one, placed, report);
		checkCommandOf(one, report);
		checkVariables(one, report);
		checkRelease(one, report);
	}
	checkCycles(placed, report);
}

/** The commands of the local runner in the order of the stages; none for other runners. */
function jobsOf({ runner, stages }: FilePipeline): readonly PlacedJob[] {
	if (runner.kind !== 'local') return [];
	return stageNames.flatMap((stage) =>
		Object.entries(commandsOf(stages[stage].jobs) ?? {}).map(([name, job]) => ({
			...{ name, stage, job },
			path: ['stages', stage, 'jobs', name],
		})),
	);
}

/** Names of the jobs that the local runner knows; null for runners whose jobs stand elsewhere. */
export function jobNamesOf(pipeline: FilePipeline): readonly string[] | null {
	return pipeline.runner.kind === 'local' ? jobsOf(pipeline).map(({ name }) => name) : null;
}

/** True when jobs are written in the form of another runner. */
function checkForms({ runner, stages }: FilePipeline, report: Report): boolean {
	let isWrong = false;
	for (const stage of stageNames) {
		const { jobs } = stages[stage];
		if (jobs === undefined || Array.isArray(jobs) === (runner.kind !== 'local')) continue;
		isWrong = true;
		const path = ['stages', stage, 'jobs'];
		if (runner.kind === 'local') {
			const message = 'these are names of jobs that something else runs, but the runner local needs their commands';
			report(path, message, 'a mapping of names to commands, such as unit: { run: [npm, test] }');
		} else {
			const message = `these are commands, but ${runner.kind} runs what its own file says, so they would never run`;
			report(path, message, 'a list of names of its jobs, such as [unit, lint-*], or runner: local');
		}
	}
	return isWrong;
}

/** A job belongs to the first stage that names it, so a stage whose jobs are all taken before would wait for ever. */
function checkClaims({ stages }: FilePipeline, report: Report): void {
	const before = new Map<string, StageName>();
	for (const stage of stageNames) {
		const { jobs } = stages[stage];
		const patterns = Array.isArray(jobs) ? jobs : [];
		for (const [index, pattern] of patterns.entries()) {
			const owner = before.get('*') ?? before.get(pattern);
			if (owner === undefined) continue;
			const message = `the stage ${owner} takes these jobs already, so none is left for ${stage}`;
			report(['stages', stage, 'jobs', index], message, 'names that no stage before fits');
		}
		for (const pattern of patterns) before.set(pattern === '**' ? '*' : pattern, before.get(pattern) ?? stage);
	}
}

/** Names are those of folders too, and some systems do not tell capital letters from small ones. */
function checkTwice(placed: readonly PlacedJob[], report: Report): void {
	const seen = new Map<string, PlacedJob>();
	for (const one of placed) {
		const before = seen.get(one.name.toLowerCase());
		if (before !== undefined) {
			const where = before.stage === one.stage ? 'this stage' : `the stage ${before.stage}`;
			report(one.path, `${where} already has a job "${before.name}"`, 'a name of its own for each job of the pipeline');
		}
		seen.set(one.name.toLowerCase(), before ?? one);
	}
}

function checkNeeds({ name, stage, job, path }: PlacedJob, placed: readonly PlacedJob[], report: Report): void {
	const names = placed.map((other) => other.name);
	for (const [index, need] of job.needs.entries()) {
		const place = [...path, 'needs', index];
		const needed = placed.find((other) => other.name === need);
		if (need === name) report(place, 'a job cannot need itself', 'another job');
		else if (needed === undefined) {
			const meant = nearest(need, names);
			const hint = meant === null ? '' : `; did you mean "${meant}"?`;
			report(place, `there is no job "${need}"${hint}`, `one of ${names.join(', ')}`);
		} else if (stageNames.indexOf(needed.stage) > stageNames.indexOf(stage)) {
			const message = `"${need}" is in the stage ${needed.stage}, which begins only when ${stage} has passed`;
			report(place, message, `a job of ${stage} or of a stage before it`);
		}
	}
}

/** A circle has no first job, so none of its jobs would ever start. Told once for each circle, where it begins in the file. */
function checkCycles(placed: readonly PlacedJob[], report: Report): void {
	const byName = new Map(placed.map((one) => [one.name, one]));
	const done = new Set<string>();
	const way: string[] = [];
	const walk = (name: string): void => {
		const at = way.indexOf(name);
		if (at >= 0) {
			const circle = way.slice(at);
			// A job that needs itself is told already.
			if (circle.length < 2) return;
			const first = placed.find((one) => circle.includes(one.name));
			const text = [...circle, name].join(' needs ');
			if (first !== undefined) report([...first.path, 'needs'], `these jobs wait for each other: ${text}`, 'no circle');
			return;
		}
		if (done.has(name)) return;
		way.push(name);
		for (const need of byName.get(name)?.job.needs ?? []) walk(need);
		way.pop();
		done.add(name);
	};
	for (const { name } of placed) walk(name);
}

const placeholders = ['commit', 'branch', 'run'];

function checkCommandOf({ job, path }: PlacedJob, report: Report): void {
	const place = job.isShort ? path : [...path, 'run'];
	if (/\{[A-Za-z]/.test(job.run[0] ?? '')) {
		report([...place, 0], 'nothing is filled in in the name of a program', 'the program as it is called');
	}
	checkTexts(job.run, place, placeholders, report);
	checkTexts(job.env, [...path, 'env'], placeholders, report);
}

function checkVariables({ job, path }: PlacedJob, report: Report): void {
	const named = [
		...job.passEnv.map((name, index) => ({ name, place: [...path, 'passEnv', index] })),
		...Object.keys(job.env).map((name) => ({ name, place: [...path, 'env', name] })),
		...Object.keys(job.secrets).map((name) => ({ name, place: [...path, 'secrets', name] })),
	];
	const seen = new Set<string>();
	for (const { name, place } of named) {
		if (seen.has(name)) report(place, `"${name}" is set in more than one way`, 'one of env, passEnv and secrets');
		if (name.startsWith('SIGNALBOX_')) report(place, 'names that begin so are set by Signalbox itself', 'another name');
		seen.add(name);
	}
	for (const [index, name] of job.passEnv.entries()) {
		if (!isSecretName(name)) continue;
		const message = `"${name}" is a secret by its name; passed this way it would stand in logs as it is`;
		report([...path, 'passEnv', index], message, `secrets: { ${name}: { env: ${name} } }`);
	}
}

/** A release is what a green run is known to have made. */
function checkRelease({ job, path }: PlacedJob, report: Report): void {
	if (!job.release) return;
	if (job.keep.length === 0) {
		report(
			[...path, 'release'],
			'it keeps nothing, so nothing of it can be released',
			'keep: with the files of the release',
		);
	}
	if (job.mayFail) {
		report(
			[...path, 'release'],
			'it may fail, and then the release would lack its files',
			'mayFail: false, or no release',
		);
	}
}
