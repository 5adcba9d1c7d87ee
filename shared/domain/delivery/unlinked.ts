/** What could not be linked, what that means for the numbers, and what it may have meant. */
import { compareText } from '../order.ts';
import { type FactRef, factRef, type IncidentFact } from './facts.ts';
import type { JudgedDeployment, JudgedHistory } from './judged.ts';
import { nameOf } from './judging-words.ts';
import type { UnlinkedItem, UnlinkedKind } from './links.ts';
import { byLikeness } from './name-likeness.ts';
import { causedIn } from './repeated-incidents.ts';
import { canFail } from './standing.ts';

export interface UnlinkedInput {
	readonly units: readonly {
		readonly service: string;
		readonly environment: string;
		readonly history: JudgedHistory;
	}[];
	/** With what was assigned by hand applied. Of others than these nothing is told. */
	readonly incidents: readonly IncidentFact[];
	/** Every service that is known. */
	readonly services: readonly string[];
	/** Commits of the service's repository from around an instant, in any order; empty where there is none. */
	readonly commitsNear: (
		service: string,
		at: number,
	) => readonly { readonly sha: string; readonly subject: string; readonly committedAt: number }[];
	/** Only what happened from then on, ms since the epoch. */
	readonly from: number;
	/** An instant in the reporting zone as people read it. */
	readonly when: (instant: number) => string;
}

const mostCandidates = 10;

const meanings: Readonly<Record<UnlinkedKind, string>> = {
	'deployment-without-commit': 'It counts as a deployment, but neither it nor the one after it has lead times.',
	'deployment-with-unknown-commit':
		'It counts as a deployment, but no repository here has its commit, so neither it nor the one after it has lead times.',
	'incident-without-service': 'It counts nowhere until it is known which service it is of.',
	'incident-without-deployment': 'It is part of neither the change fail rate nor the recovery time.',
};

/** Newest first. An incident that any unit puts down to one of its deployments is linked. */
export function unlinkedItems(input: UnlinkedInput): readonly UnlinkedItem[] {
	return [...unlinkedDeployments(input), ...incidentsWithoutService(input), ...incidentsWithoutDeployment(input)]
		.filter(({ at }) => at >= input.from)
		.sort((left, right) => right.at - left.at || compareText(left.ref, right.ref));
}

function unlinkedDeployments({ units, commitsNear, when }: UnlinkedInput): readonly UnlinkedItem[] {
	const kinds = {
		'not-linked': 'deployment-without-commit',
		'commit-unknown': 'deployment-with-unknown-commit',
	} as const;
	return units.flatMap(({ service, environment, history }) =>
		history.deployments.flatMap((deployment): readonly UnlinkedItem[] => {
			const { noLeadTime, ref, at, url, startedAt, version, commit } = deployment;
			if (noLeadTime !== 'not-linked' && noLeadTime !== 'commit-unknown') return [];
			const kind = kinds[noLeadTime];
			const candidates = commitsNear(service, startedAt)
				.filter(({ committedAt }) => committedAt <= at)
				.toSorted((left, right) => right.committedAt - left.committedAt || (left.sha < right.sha ? -1 : 1))
				.slice(0, mostCandidates)
				.map(({ sha, subject, committedAt }) => ({ id: sha, label: subject, detail: when(committedAt) }));
			const title = nameOf(version, commit);
			return [{ kind, ref, title, service, environment, at, meaning: meanings[kind], candidates, url }];
		}),
	);
}

function incidentsWithoutService({ incidents, services }: UnlinkedInput): readonly UnlinkedItem[] {
	return incidents
		.filter(({ service }) => service === null)
		.map((incident) => {
			const names = byLikeness(services, `${incident.sourceService ?? ''} ${incident.title}`).slice(0, mostCandidates);
			const detail = incident.sourceService === null ? '' : `Its source says ${incident.sourceService}.`;
			const candidates = names.map((name) => ({ id: name, label: name, detail }));
			return incidentItem('incident-without-service', incident, candidates);
		});
}

function incidentItem(
	kind: UnlinkedKind,
	incident: IncidentFact,
	candidates: UnlinkedItem['candidates'],
): UnlinkedItem {
	const { title, service, environment, startedAt, url } = incident;
	return {
		kind,
		ref: factRef(incident),
		title,
		service,
		environment,
		at: startedAt,
		meaning: meanings[kind],
		candidates,
		url,
	};
}

/** What was said to come from no change is linked: to none. */
function incidentsWithoutDeployment({ units, incidents, when }: UnlinkedInput): readonly UnlinkedItem[] {
	const linked = causedIn(units.map(({ history }) => history));
	const open = new Set<FactRef>();
	for (const { history } of units) {
		for (const { ref, because } of history.incidentsWithoutDeployment) {
			if (because === 'none-within-window' || because === 'named-unknown') open.add(ref);
		}
	}
	return incidents
		.filter((incident) => incident.service !== null && open.has(factRef(incident)) && !linked.has(factRef(incident)))
		.map((incident) => {
			const candidates = units
				.filter(({ service }) => service === incident.service)
				.flatMap(({ environment, history }) =>
					history.deployments
						.filter(({ standing }) => canFail(standing))
						.map((deployment) => ({ environment, deployment })),
				)
				.filter(({ deployment }) => metAt(deployment) <= incident.startedAt)
				.sort((left, right) => metAt(right.deployment) - metAt(left.deployment))
				.slice(0, mostCandidates)
				.map(({ environment, deployment }) => ({
					id: deployment.ref,
					label: nameOf(deployment.version, deployment.commit),
					detail: `${environment}, ${when(deployment.at)}`,
				}));
			return incidentItem('incident-without-deployment', incident, candidates);
		});
}

function metAt({ firstTrafficAt, at }: JudgedDeployment): number {
	return firstTrafficAt ?? at;
}
