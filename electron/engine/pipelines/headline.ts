/** A run in one sentence, as it stands on the board. */
import { type PipelineRun, stageTitles } from '../../../shared/domain/pipeline/model.ts';
import { inProduction } from '../../../shared/domain/pipeline/production.ts';
import type { StageSummary } from '../../../shared/domain/pipeline/stages.ts';

/** What people call a run: the version that it made, its number, or its commit. */
export function runName(run: PipelineRun, version: string | null): string {
	if (version !== null) return version;
	return run.number === null ? run.commit.sha.slice(0, 7) : `Run ${run.number}`;
}

/** "2.4.1 is in Acceptance", "Commit failed: unit tests", "2.4.1 is waiting for approval from 1 of 2". */
export function headlineOf(run: PipelineRun, stages: readonly StageSummary[], version: string | null): string {
	const name = runName(run, version);
	const failed = stages.find(({ state }) => state === 'failed');
	// What became of it in production is a sentence of its own.
	if (failed?.name === 'production' && failed.jobs === 0 && failed.text !== null) return failed.text;
	if (failed !== undefined)
		return `${stageTitles[failed.name]} failed${afterTitle(failedJobs(run, failed) ?? failed.text)}`;
	const cancelled = stages.find(({ state }) => state === 'cancelled');
	if (cancelled !== undefined) return `${name} was cancelled in ${stageTitles[cancelled.name]}`;
	if (run.state === 'failed') return `${name} failed${afterTitle(otherFailures(run))}`;
	if (run.state === 'cancelled') return `${name} was cancelled`;
	const current = stages.find(({ state }) => state !== 'passed');
	if (current === undefined) {
		const isThere = stages.at(-1)?.text === inProduction;
		return isThere ? `${name} is in production` : `${name} has passed every stage`;
	}
	if (current.name === 'production' && current.text !== null) return productionText(current, name);
	return currentText(run, current, name);
}

function currentText(run: PipelineRun, stage: StageSummary, name: string): string {
	const title = stageTitles[stage.name];
	switch (stage.state) {
		case 'gates':
			return stage.text ?? `${name} is in ${title}`;
		case 'approval':
			return approvalText(stage.text, name) ?? `${name} is in ${title}`;
		case 'running':
			return `${name} is in ${title}`;
		default:
			break;
	}
	if (run.state === 'queued') return `${name} waits for a machine`;
	if (run.state === 'needs-person') return stage.text ?? `${name} waits for a person on its host`;
	if (!run.jobsKnown) return run.state === 'passed' ? `${name} passed` : `${name} is running`;
	return run.state === 'running' ? `${name} is on its way to ${title}` : `${name} has not reached ${title}`;
}

/** "2.4.1 is waiting for approval from 1 of 2" */
function approvalText(text: string | null, name: string): string | null {
	if (text === null) return null;
	return text.startsWith('Waiting ') ? `${name} is waiting ${text.slice('Waiting '.length)}` : `${name}: ${text}`;
}

/** Everything before it has passed: it may go there, is on its way, or was there once. */
function productionText(stage: StageSummary, name: string): string {
	if (stage.state === 'waiting') return `${name} is ready for production`;
	return stage.state === 'running' && stage.text !== null ? stage.text : `${name} is in ${stageTitles.production}`;
}

function afterTitle(text: string | null): string {
	return text === null || text === '' ? '' : `: ${text}`;
}

function failedJobs(run: PipelineRun, stage: StageSummary): string | null {
	const names = run.jobs.filter((job) => job.stage === stage.name && job.state === 'failed' && !job.mayFail);
	return names.length === 0 ? null : names.map(({ name }) => name).join(', ');
}

function otherFailures(run: PipelineRun): string | null {
	const names = run.jobs.filter((job) => job.state === 'failed' && !job.mayFail).map(({ name }) => name);
	return names.length === 0 ? null : names.join(', ');
}
