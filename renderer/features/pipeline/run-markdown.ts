/** A run as Markdown for a chat or a ticket: the same facts as the screen, with instants instead of ages. */
import { escapeMarkdown as plain } from '../../../shared/domain/health/evidence/escape-markdown.ts';
import { stageTitles } from '../../../shared/domain/pipeline/model.ts';
import type { RunDetail, StageView } from '../../../shared/rpc/pipeline-views.ts';
import { runName } from './run-line.tsx';
import { budgetWords, gateLook, jobLook, runLook, shortHash, stageLook } from './run-words.ts';

/** An instant without a zone to guess. */
export function instant(at: number): string {
	return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

function stageLines(stage: StageView): readonly string[] {
	const took = stage.durationMs === null ? '' : `, ${budgetWords(stage.durationMs, stage.budgetMs)}`;
	const text = stage.text === null ? '' : `: ${plain(stage.text)}`;
	const trouble = stage.jobList.filter((job) => job.state === 'failed' || job.state === 'needs-person');
	return [
		`- **${stageTitles[stage.name]}**: ${stageLook(stage).word}${took}${text}`,
		...trouble.map(
			(job) => `  - ${plain(job.name)}: ${jobLook[job.state].word}${job.note === null ? '' : `, ${plain(job.note)}`}`,
		),
		...(stage.approval === null ? [] : [`  - ${plain(stage.approval.status.text)}`]),
	];
}

function gateLines(detail: RunDetail): readonly string[] {
	const gates = detail.stages.flatMap((stage) => stage.gateResults);
	if (gates.length === 0) return [];
	const rows = gates.map(
		(gate) => `| ${plain(gate.gate)} | ${gateLook[gate.outcome].word} | ${plain(gate.found)} | ${plain(gate.limit)} |`,
	);
	return ['', '| Gate | Outcome | Found | Limit |', '| --- | --- | --- | --- |', ...rows];
}

/** The whole run as Markdown. Ends with a newline. */
export function runMarkdown(detail: RunDetail): string {
	const { run } = detail;
	return [
		`## ${plain(run.service)}: ${plain(run.headline)}`,
		'',
		`- ${runName(run)}, ${runLook[run.state].word}, commit ${shortHash(run.commit.sha)}${run.branch === null ? '' : ` of ${plain(run.branch)}`}, begun ${instant(run.createdAt)}`,
		...(run.commit.subject === null ? [] : [`- ${plain(run.commit.subject)}`]),
		...detail.stages.flatMap(stageLines),
		...gateLines(detail),
		'',
	].join('\n');
}
