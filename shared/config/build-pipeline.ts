/** From the checked `pipeline:` of a service to what it means: every default filled in. */
import { type StageName, stageNames } from '../domain/pipeline/model.ts';
import type { Tier } from '../domain/release.ts';
import { buildGate } from './build-gates.ts';
import { buildSecret } from './build-secret.ts';
import type { FileSecret } from './file/commands.ts';
import { commandsOf, type FileJob } from './file/jobs.ts';
import type { FilePipeline, FileStage } from './file/pipeline.ts';
import { defaultBudgets } from './gate-defaults.ts';
import type { EvidenceSourceConfig, JobConfig, PipelineConfig, RunnerConfig, StageConfig } from './pipeline-model.ts';

/** Stages that a release must have passed for an environment that does not say so itself. */
const requiredByTier: Readonly<Record<Tier, readonly StageName[]>> = {
	development: ['commit'],
	testing: ['commit'],
	staging: ['commit', 'acceptance'],
	production: stageNames,
};

/** What an environment requires, in the order of the stages. */
export function requiredStages(written: readonly StageName[] | undefined, tier: Tier): readonly StageName[] {
	const required = written ?? requiredByTier[tier];
	return stageNames.filter((name) => required.includes(name));
}

/** Builds a pipeline without errors. `folder` is where relative paths of secrets start. */
export function buildPipeline(pipeline: FilePipeline, folder: string): PipelineConfig {
	const { branch, budget, version, paths } = pipeline;
	return {
		runner: buildRunner(pipeline, folder),
		branch,
		budgetMs: budget,
		stages: stageNames.map((name) => buildStage(name, pipeline.stages[name])),
		evidence: stageNames.flatMap((name) => buildEvidence(name, pipeline.stages[name])),
		version:
			'file' in version
				? { kind: 'file', path: version.file, field: version.field ?? null }
				: { kind: 'template', template: version.template },
		paths,
	};
}

function buildRunner({ runner, stages }: FilePipeline, folder: string): RunnerConfig {
	if (runner.kind === 'local') {
		const jobs = stageNames.flatMap((stage) =>
			Object.entries(commandsOf(stages[stage].jobs) ?? {}).map(([name, job]) => buildJob(name, stage, job, folder)),
		);
		return { kind: 'local', jobs, parallel: runner.parallel, onPush: runner.onPush, keepRuns: runner.keepRuns };
	}
	const token = secretOrNull(runner.token, folder);
	if (runner.kind === 'github') {
		const [owner = '', name = ''] = runner.repository.split('/');
		const { workflow = null } = runner;
		return { kind: 'github', api: bare(runner.api), repository: { owner, name }, workflow, token };
	}
	if (runner.kind === 'gitlab') return { kind: 'gitlab', url: bare(runner.url), project: runner.project, token };
	const { job, multibranch: isMultibranch, user = null } = runner;
	return { kind: 'jenkins', url: bare(runner.url), job, isMultibranch, user, token };
}

const bare = (address: string): string => address.replace(/\/+$/, '');
const secretOrNull = (secret: FileSecret | undefined, folder: string) =>
	secret === undefined ? null : buildSecret(secret, folder);

function buildJob(name: string, stage: StageName, job: FileJob, folder: string): JobConfig {
	const [file = '', ...args] = job.run;
	return {
		name,
		stage,
		run: { file, args, cwd: job.cwd, env: job.env, timeoutMs: job.timeout },
		needs: job.needs,
		mayFail: job.mayFail,
		passEnv: job.passEnv,
		secrets: Object.fromEntries(
			Object.entries(job.secrets).map(([variable, secret]) => [variable, buildSecret(secret, folder)]),
		),
		keep: job.keep,
		isReleased: job.release,
	};
}

function buildStage(name: StageName, stage: FileStage): StageConfig {
	const usual = name === 'commit' ? defaultBudgets.commitMs : null;
	return {
		name,
		budgetMs: stage.budget === undefined ? usual : stage.budget,
		jobPatterns: Array.isArray(stage.jobs) ? stage.jobs : [],
		gates: Object.entries(stage.gates).map(([title, gate]) => buildGate(title, gate, name)),
		approval: stage.approvals ?? null,
	};
}

function buildEvidence(stage: StageName, { evidence }: FileStage): readonly EvidenceSourceConfig[] {
	return Object.entries(evidence).map(([name, { files, format, artifact, about }]) => ({
		name,
		stage,
		files,
		format: format ?? null,
		artifact: artifact ?? null,
		about: about ?? null,
	}));
}
