/**
 * Facts of hosts, made sound before they are kept: texts of bounded length, addresses of the web, ends that are not before their
 * beginnings, and instants that can be. What cannot be made sound is left out with a reason.
 */
import type {
	ChangeFact,
	DeploymentFact,
	Fact,
	IncidentFact,
	PipelineRunFact,
	TimelineEventFact,
} from '../../../../shared/domain/delivery/facts.ts';
import type { LeftOut } from './left-out.ts';
import { isId, plainText, webAddress } from './text.ts';

/** Clocks differ by hours where somebody set the wrong zone; by more only where a time is made up. */
export const mostAheadMs = 24 * 60 * 60 * 1000;

const textOrNull = (text: string | null): string | null => (text === null ? null : plainText(text));
const hashOrNull = (hash: string | null): string | null =>
	hash !== null && /^[0-9a-f]{7,64}$/.test(hash) ? hash : null;

/** An instant that is known and not after `latest`; what is not known otherwise. */
const notAfter = (at: number | null, latest: number): number | null => (at !== null && at <= latest ? at : null);

function deployment(fact: DeploymentFact, latest: number): DeploymentFact {
	const { startedAt, finishedAt } = fact;
	return {
		...fact,
		...{ url: webAddress(fact.url), environment: plainText(fact.environment), commit: hashOrNull(fact.commit) },
		...{ version: textOrNull(fact.version), note: textOrNull(fact.note), actor: textOrNull(fact.actor) },
		startedAt: Math.min(startedAt, finishedAt ?? startedAt),
		firstTrafficAt: notAfter(fact.firstTrafficAt, latest),
	};
}

/** More labels are no labels; GitHub shows a hundred. */
const mostLabels = 100;

function change(fact: ChangeFact, latest: number): ChangeFact {
	return {
		...fact,
		...{ url: webAddress(fact.url), title: plainText(fact.title), branch: textOrNull(fact.branch) },
		...{ labels: fact.labels.slice(0, mostLabels).map((label) => plainText(label)), author: textOrNull(fact.author) },
		...{ firstReviewAt: notAfter(fact.firstReviewAt, latest), approvedAt: notAfter(fact.approvedAt, latest) },
		mergeCommit: hashOrNull(fact.mergeCommit),
		commits: fact.commits.flatMap(({ sha, authoredAt, author }) =>
			hashOrNull(sha) === null || authoredAt > latest ? [] : [{ sha, authoredAt, author: textOrNull(author) }],
		),
	};
}

function incident(fact: IncidentFact, latest: number): IncidentFact {
	const { startedAt, resolvedAt } = fact;
	const acknowledgedAt = notAfter(fact.acknowledgedAt, latest);
	return {
		...fact,
		...{ url: webAddress(fact.url), title: plainText(fact.title), sourceService: textOrNull(fact.sourceService) },
		...{ environment: textOrNull(fact.environment), detectedAt: notAfter(fact.detectedAt, latest) },
		// Nobody acknowledges what has not begun: one of the two is a slip, and nobody knows which.
		acknowledgedAt: acknowledgedAt !== null && acknowledgedAt < startedAt ? null : acknowledgedAt,
		// That it is over is true all the same.
		resolvedAt: resolvedAt === null ? null : Math.max(startedAt, resolvedAt),
	};
}

function timelineEvent(fact: TimelineEventFact): TimelineEventFact {
	const endedAt = fact.endedAt === null ? null : Math.max(fact.at, fact.endedAt);
	const texts = {
		title: plainText(fact.title),
		environment: textOrNull(fact.environment),
		actor: textOrNull(fact.actor),
	};
	return { ...fact, ...texts, url: webAddress(fact.url), endedAt };
}

function pipelineRun(fact: PipelineRunFact): PipelineRunFact {
	const texts = { workflow: plainText(fact.workflow), branch: textOrNull(fact.branch) };
	return { ...fact, ...texts, url: webAddress(fact.url) };
}

function soundOf(fact: Fact, latest: number): Fact {
	switch (fact.kind) {
		case 'deployment':
			return deployment(fact, latest);
		case 'change':
			return change(fact, latest);
		case 'incident':
			return incident(fact, latest);
		case 'timeline-event':
			return timelineEvent(fact);
		case 'pipeline-run':
			return pipelineRun(fact);
		case 'commit':
		case 'test-run':
			return fact;
	}
}

/** The instants without which a fact tells nothing. */
function instantsOf(fact: Fact): readonly (number | null)[] {
	switch (fact.kind) {
		case 'deployment':
			return [fact.startedAt, fact.finishedAt];
		case 'change':
			return [fact.createdAt, fact.mergedAt];
		case 'incident':
			return [fact.startedAt, fact.resolvedAt];
		case 'timeline-event':
			return [fact.at];
		case 'pipeline-run':
			return [fact.createdAt, fact.finishedAt];
		case 'commit':
			return [fact.committedAt];
		case 'test-run':
			return [fact.at];
	}
}

const idOf = (fact: Fact): string => (fact.kind === 'commit' ? fact.sha : fact.nativeId);

/** Sound facts, and what could not be made sound. `now` is the instant of the pull, ms. */
export function soundFacts(
	facts: readonly Fact[],
	now: number,
): { readonly facts: readonly Fact[]; readonly leftOut: readonly LeftOut[] } {
	const latest = now + mostAheadMs;
	const sound: Fact[] = [];
	const leftOut: LeftOut[] = [];
	for (const fact of facts) {
		const isAhead = instantsOf(fact).some((at) => at !== null && at > latest);
		const what = `${fact.kind} ${idOf(fact)}`;
		if (!isId(idOf(fact))) leftOut.push({ what, why: notAnId });
		else if (isAhead) leftOut.push({ what, why: 'it happened in the future, by more than clocks differ' });
		else sound.push(soundOf(fact, latest));
	}
	return { facts: sound, leftOut };
}

export const notAnId = 'its id has control characters or is too long, so it is none';
