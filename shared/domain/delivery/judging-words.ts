/** Sentences of judging: why a deployment counts as what it counts as, and what shows that one failed. */
import { compareText } from '../order.ts';
import type { SourceId } from './facts.ts';
import type { DeploymentStanding } from './judged.ts';
import { journalSource } from './own-sources.ts';
import type { PlacedDeployment } from './place.ts';

/** What a deployment can be by itself: whether it was told twice is found out before. */
export type OwnStanding = Exclude<DeploymentStanding, 'told-twice'>;

/** "2.3.1"; the start of the commit where that stands for it. */
export function nameOf(version: string | null, commit: string | null): string {
	return version ?? commit?.slice(0, 10) ?? 'a version without a name';
}

const name = ({ fact, commit }: PlacedDeployment): string => nameOf(fact.version, commit);

/** Adds what the source noted: "...: errors 3.1 %, limit 1 %." */
function withNote(sentence: string, { fact }: PlacedDeployment): string {
	return fact.note === null || fact.note === '' ? `${sentence}.` : `${sentence}: ${fact.note.replace(/\.$/, '')}.`;
}

function countedWords(deployment: PlacedDeployment, running: PlacedDeployment | null): string {
	if (deployment.fact.version === null && deployment.commit === null)
		return 'Counted: it succeeded; its source names neither version nor commit, so it is taken for a new version.';
	if (running === null) return `Counted: ${name(deployment)} succeeded; it is the first that is recorded here.`;
	return `Counted: it succeeded and changed the running version from ${name(running)} to ${name(deployment)}.`;
}

function rollbackWords(deployment: PlacedDeployment, running: PlacedDeployment | null, hasRun: boolean): string {
	const from = running === null ? '' : `, after ${name(running)}`;
	return hasRun
		? `Rollback: ${name(deployment)} had run here before${from}.`
		: `Rollback: its source says so; ${name(deployment)} ran before the first record${from}.`;
}

function takenBackWords(deployment: PlacedDeployment): string {
	const { outcome } = deployment.fact;
	if (outcome === 'taken-back')
		return withNote('Taken back: users met it, and it was rolled back before it finished', deployment);
	return withNote(
		`Taken back: it ${outcome === 'failed' ? 'failed' : 'was cancelled'} after users had met it`,
		deployment,
	);
}

function attemptWords(deployment: PlacedDeployment): string {
	const end = { failed: 'failed', cancelled: 'was cancelled' } as const;
	const { outcome } = deployment.fact;
	const what = outcome === 'failed' || outcome === 'cancelled' ? end[outcome] : 'was taken back';
	return withNote(
		`A failed attempt: it ${what} before any user met it, so it counts as a pipeline failure`,
		deployment,
	);
}

function unfinishedWords({ fact }: PlacedDeployment): string {
	return fact.outcome === 'running'
		? 'Still running.'
		: 'Its source does not know when it ended, so it has no place in time yet.';
}

/** Our own journal by what people call it. */
function sourceName(source: SourceId): string {
	return source === journalSource ? 'Signalbox' : source;
}

/** Why what a source told counts nowhere: it is one deployment with what another told. */
export function toldTwiceWords(by: PlacedDeployment): string {
	return `The same deployment as ${name(by)}, told by ${sourceName(by.fact.source)}: it counts there, once.`;
}

/** "Told by argo:shop and github:acme/shop as well.": behind why a deployment counts as what it does. */
export function alsoToldWords(sources: readonly SourceId[]): string {
	const names = [...sources].sort(compareText).map(sourceName);
	const last = names.pop() ?? '';
	return `Told by ${names.length === 0 ? last : `${names.join(', ')} and ${last}`} as well.`;
}

/** One sentence for each standing that is told by what ran before. */
export const standingWords = {
	counted: countedWords,
	rollback: rollbackWords,
	'same-version': (deployment) => `The same version again: ${name(deployment)} was running already.`,
	'taken-back': takenBackWords,
	attempt: attemptWords,
	unfinished: unfinishedWords,
} satisfies Record<
	OwnStanding,
	(deployment: PlacedDeployment, running: PlacedDeployment | null, hasRun: boolean) => string
>;

/** Sentences of the evidence that a deployment failed. */
export const evidenceWords = {
	linkedByHand: (incident: string) => `Incident ${incident}, linked by hand.`,
	linkedBySource: (incident: string) => `Incident ${incident} names it as its cause.`,
	inferred: (incident: string, hours: string) => `Incident ${incident} began ${hours} (inferred).`,
	rolledBack: (from: string, to: string) => `${from} went back to ${to}.`,
	takenBackByName: (to: string) => `${to} says that it takes it back.`,
	fixedBy: (by: string) => `${by} says that it fixes it.`,
	fixedIncident: (by: string, incident: string) => `${by} says that it fixes incident ${incident}.`,
	reverted: (by: string, sha: string) => `${by} reverts its commit ${sha.slice(0, 10)}.`,
	hotfix: (by: string) => `${by} is a hotfix, and this was the deployment before it.`,
};

/** "3 h 20 min after it" or "while it went out". */
export function afterWords(sinceEndMs: number): string {
	if (sinceEndMs < 0) return 'while it went out';
	const minutes = Math.floor(sinceEndMs / 60_000);
	if (minutes < 1) return 'less than a minute after it';
	if (minutes < 60) return `${minutes} min after it`;
	return minutes % 60 === 0
		? `${minutes / 60} h after it`
		: `${Math.floor(minutes / 60)} h ${minutes % 60} min after it`;
}
