/** A deployment as Markdown for a chat or a ticket: the same facts as the screen, with instants instead of ages. */
import type { Deployment } from '../../../shared/domain/deployment/model.ts';
import type { Reading, Reason, VerdictOutcome } from '../../../shared/domain/health/model.ts';
import { escapeMarkdown } from '../../../shared/domain/health/evidence/escape-markdown.ts';
import { actorName } from '../../../shared/domain/release.ts';
import { otherSlot, type TrafficSplit } from '../../../shared/domain/target/model.ts';
import type { DeploymentView, RailStep } from '../../../shared/rpc/views.ts';
import { metricTitles } from '../../charts/metric-format.ts';
import { scaledMetrics } from './closeness.ts';
import { shareText } from './describe-event.ts';
import { figureOf, readingOf } from './figure.ts';

const outcomeWords: Readonly<Record<VerdictOutcome, string>> = {
	healthy: 'healthy',
	unhealthy: 'UNHEALTHY',
	inconclusive: 'inconclusive',
};

const stepMarks: Readonly<Record<RailStep['state'], string>> = {
	done: '[x]',
	now: '[ ] **now**',
	'to-come': '[ ]',
	skipped: '[-]',
	failed: '[!]',
};

function trafficText(deployment: Deployment, split: TrafficSplit): string {
	const canary = `${deployment.release.version} ${shareText(split[deployment.canarySlot])}`;
	if (deployment.from === null) return canary;
	return `${canary}, ${deployment.from.version} ${shareText(split[otherSlot(deployment.canarySlot)])}`;
}

function instant(at: number): string {
	return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

function factLines({ deployment }: DeploymentView): string[] {
	const { traffic, rollback, pause, problem } = deployment;
	const confirmed =
		traffic.confirmed === null
			? 'not confirmed by the target'
			: `${trafficText(deployment, traffic.confirmed)} (confirmed${traffic.confirmedAt === null ? '' : ` ${instant(traffic.confirmedAt)}`})`;
	return [
		`- Where: ${escapeMarkdown(deployment.service)} / ${escapeMarkdown(deployment.environment)} (${deployment.tier})`,
		`- State: ${deployment.state}, ${deployment.strategy.kind}, started ${instant(deployment.createdAt)} by ${escapeMarkdown(actorName(deployment.startedBy))}`,
		`- Traffic: ${escapeMarkdown(confirmed)}`,
		...(pause === null ? [] : [`- Paused: ${escapeMarkdown(pause.text)}`]),
		...(rollback === null
			? []
			: [
					`- Rollback: ${escapeMarkdown(rollback.text)} (${escapeMarkdown(actorName(rollback.by))}, ${instant(rollback.at)})`,
				]),
		...(problem === null ? [] : [`- Problem: ${escapeMarkdown(problem.message)} ${escapeMarkdown(problem.hint)}`]),
	];
}

function reasonLine(reason: Reason): string {
	const role = reason.role === 'inform' ? ', informs only' : '';
	return `- ${reason.outcome}${role}: ${escapeMarkdown(reason.text)}`;
}

function verdictLines(view: DeploymentView): string[] {
	const verdict = view.latestLook ?? view.deployment.verdict;
	if (verdict === null) return ['### Verdict: none yet'];
	return [
		`### Verdict: ${outcomeWords[verdict.outcome]}`,
		`${escapeMarkdown(verdict.summary)} (${instant(verdict.at)}, ${escapeMarkdown(verdict.judge)})`,
		'',
		...verdict.reasons.map(reasonLine),
	];
}

function readingLines({ deployment }: DeploymentView, readings: readonly Reading[]): string[] {
	if (readings.length === 0) return [];
	const { canarySlot, release, from } = deployment;
	const rows = scaledMetrics.map((metric) => {
		const canary = figureOf(readingOf(readings, metric, canarySlot)).text;
		const stable = from === null ? '' : figureOf(readingOf(readings, metric, otherSlot(canarySlot))).text;
		return `| ${metricTitles[metric]} | ${escapeMarkdown(canary)} | ${escapeMarkdown(stable)} |`;
	});
	const stableName = from === null ? 'nothing beside it' : `stable ${from.version}`;
	return [
		'',
		`| Metric | canary ${escapeMarkdown(release.version)} | ${escapeMarkdown(stableName)} |`,
		'| --- | ---: | ---: |',
		...rows,
	];
}

/** The whole deployment as Markdown. Ends with a newline. */
export function deploymentMarkdown(view: DeploymentView, readings: readonly Reading[]): string {
	const rail = view.rail.map(
		(step) =>
			`- ${stepMarks[step.state]} ${escapeMarkdown(step.label)}${step.note === null ? '' : `: ${escapeMarkdown(step.note)}`}`,
	);
	return [
		`## ${escapeMarkdown(view.headline)}`,
		'',
		...factLines(view),
		'',
		...verdictLines(view),
		...readingLines(view, readings),
		'',
		'### Steps',
		...rail,
		'',
	].join('\n');
}
