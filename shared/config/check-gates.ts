/** Rules of `evidence:` and `gates:`: names that are there once, and names that are there at all. */
import type { EvidenceFacts, EvidenceFormat } from '../domain/gates/evidence.ts';
import { stageNames } from '../domain/pipeline/model.ts';
import { gateTitle } from './build-gates.ts';
import { jobNamesOf } from './check-jobs.ts';
import { type FileGate, gateKinds } from './file/gates.ts';
import { commandsOf } from './file/jobs.ts';
import type { FilePipeline } from './file/pipeline.ts';
import type { Report } from './issues.ts';
import { nearest } from './said.ts';
import type { Path } from './source.ts';

/** Checks evidence and gates of all stages. */
export function checkGates(pipeline: FilePipeline, report: Report): void {
	const jobs = jobNamesOf(pipeline);
	const sources = checkEvidence(pipeline, jobs, report);
	const titles = new Map<string, string>();
	for (const stage of stageNames) {
		for (const [name, gate] of Object.entries(pipeline.stages[stage].gates)) {
			const path = ['stages', stage, 'gates', name];
			const title = gateTitle(name).toLowerCase();
			const before = titles.get(title);
			if (before !== undefined) {
				const where = before === stage ? 'this stage' : `the stage ${before}`;
				const expected = `a name of its own for each gate of the pipeline, with kind: ${gate.kind} beside it`;
				report(path, `${where} already has a gate of this name`, expected);
			}
			titles.set(title, before ?? stage);
			if ('jobs' in gate) checkJobNames(gate.jobs, [...path, 'jobs'], jobs, report);
			else checkSources(gate, { path, stage, sources }, report);
		}
	}
}

interface Source {
	readonly name: string;
	readonly stage: (typeof stageNames)[number];
	readonly format: EvidenceFormat | undefined;
	/** What its findings are about, as far as the file says it. */
	readonly about: string | undefined;
}

function checkEvidence({ stages }: FilePipeline, jobs: readonly string[] | null, report: Report): readonly Source[] {
	const sources: Source[] = [];
	for (const stage of stageNames) {
		for (const [name, { format, artifact, about = format && aboutOf[format] }] of Object.entries(
			stages[stage].evidence,
		)) {
			const path = ['stages', stage, 'evidence', name];
			const before = sources.find((source) => source.name === name);
			if (before === undefined) sources.push({ name, stage, format, about });
			else report(path, `the stage ${before.stage} already has evidence of this name`, 'a name of its own');
			if (artifact !== undefined) checkArtifact(artifact, path, jobs, report);
			if (jobs !== null && !keepsUntil(stages, stage)) {
				const message = 'no job up to here keeps a file, so this report will always be missing';
				report(path, message, 'keep: of the job that writes it', 'warning');
			}
		}
	}
	return sources;
}

/** True when a command of the stage or of one before it leaves files behind. */
function keepsUntil(stages: FilePipeline['stages'], last: Source['stage']): boolean {
	return stageNames
		.slice(0, stageNames.indexOf(last) + 1)
		.some((stage) => Object.values(commandsOf(stages[stage].jobs) ?? {}).some(({ keep }) => keep.length > 0));
}

/** What the local runner keeps of a job is an artifact with the name of the job. */
function checkArtifact(pattern: string, path: Path, jobs: readonly string[] | null, report: Report): void {
	if (jobs === null || /[*?[{(]/.test(pattern)) return;
	checkJobNames([pattern], path, jobs, (_, message, expected) => report([...path, 'artifact'], message, expected));
}

function checkJobNames(names: readonly string[], path: Path, known: readonly string[] | null, report: Report): void {
	if (known === null) return;
	for (const [index, name] of names.entries()) {
		if (known.includes(name)) continue;
		const meant = nearest(name, known);
		const hint = meant === null ? '' : `; did you mean "${meant}"?`;
		report([...path, index], `there is no job "${name}"${hint}`, `one of ${known.join(', ')}`);
	}
}

interface Place {
	readonly path: Path;
	readonly stage: Source['stage'];
	readonly sources: readonly Source[];
}

function checkSources(
	gate: Exclude<FileGate, { jobs: string[] }>,
	{ path, stage, sources }: Place,
	report: Report,
): void {
	const names = sources.map(({ name }) => name);
	for (const [index, name] of gate.sources.entries()) {
		const place = [...path, 'sources', index];
		const source = sources.find((known) => known.name === name);
		if (source === undefined) {
			const meant = nearest(name, names);
			const hint = meant === null ? '' : `; did you mean "${meant}"?`;
			report(
				place,
				`there is no evidence "${name}"${hint}`,
				names.length === 0 ? 'evidence of that name' : `one of ${names.join(', ')}`,
			);
		} else if (stageNames.indexOf(source.stage) > stageNames.indexOf(stage)) {
			report(
				place,
				`"${name}" is evidence of the stage ${source.stage}, which comes later`,
				`evidence of ${stage} or before`,
			);
		} else if (source.format !== undefined && factsOf[source.format] !== factsFor(gate)) {
			report(place, `reports of the format ${source.format} say nothing of that`, 'evidence of another format');
		} else if (source.about !== undefined && isFindings(gate.kind) && source.about !== gate.kind) {
			report(place, `"${name}" is about ${source.about}, not ${gate.kind}`, `evidence about ${gate.kind}`);
		}
	}
	const within = sources.filter((source) => stageNames.indexOf(source.stage) <= stageNames.indexOf(stage));
	if (gate.sources.length === 0 && within.length === 0) {
		const message = 'no stage up to here collects evidence, so this gate will always be missing';
		report(path, message, `evidence: in the stage ${stage}`, 'warning');
	}
}

/** What the findings of a format are about, whatever the tool. */
const aboutOf: Readonly<Partial<Record<EvidenceFormat, string>>> = {
	gitleaks: 'secrets',
	'npm-audit': 'dependencies',
	osv: 'dependencies',
};

type Facts = EvidenceFacts['kind'];

/** What reports of a format can tell. */
const factsOf: Readonly<Record<EvidenceFormat, Facts>> = {
	junit: 'tests',
	lcov: 'coverage',
	cobertura: 'coverage',
	jacoco: 'coverage',
	istanbul: 'coverage',
	sarif: 'findings',
	eslint: 'lint',
	gitleaks: 'findings',
	'npm-audit': 'findings',
	osv: 'findings',
	pact: 'contracts',
	k6: 'performance',
	autocannon: 'performance',
	axe: 'accessibility',
};

function factsFor({ kind }: Exclude<FileGate, { jobs: string[] }>): Facts {
	switch (kind) {
		case 'coverage':
		case 'contracts':
		case 'performance':
		case 'accessibility':
			return kind;
		case 'complexity':
		case 'function-length':
		case 'lint':
			return 'lint';
		default:
			return isFindings(kind) ? 'findings' : 'tests';
	}
}

function isFindings(kind: string): boolean {
	return gateKinds.findings.some((finding) => finding === kind);
}
