/** A year of made deliveries for looking at screens: deterministic, plausible, never part of the product. */
import type { DeploymentStanding, FailureEvidence, UnplannedReason } from '../../shared/domain/delivery/judged.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export interface MadeDeployment {
	readonly ref: string;
	readonly id: string;
	readonly service: string;
	readonly version: string;
	readonly at: number;
	readonly standing: DeploymentStanding;
	readonly why: string;
	readonly commits: number;
	readonly commit: string | null;
	readonly failed: {
		readonly evidence: readonly FailureEvidence[];
		readonly recoveredMs: number | null;
	} | null;
	readonly unplanned: UnplannedReason | null;
}

export interface MadeLead {
	readonly sha: string;
	readonly service: string;
	readonly deployment: MadeDeployment;
	readonly ms: number;
	readonly subject: string;
	readonly author: string;
	readonly isBot: boolean;
}

export interface MadeIncident {
	readonly ref: string;
	readonly title: string;
	readonly service: string;
	readonly at: number;
	readonly endedAt: number | null;
	readonly severity: 'critical' | 'high' | 'low';
	readonly deployment: MadeDeployment | null;
}

export interface MadeWorld {
	readonly deployments: readonly MadeDeployment[];
	readonly leads: readonly MadeLead[];
	readonly incidents: readonly MadeIncident[];
}

export const worldServices = ['checkout', 'ledger', 'search'] as const;

const subjects = [
	'Batch tax lookups per order',
	'Retry the card network once on a timeout',
	'Show the delivery day beside the total',
	'Do not reserve stock twice for the same basket',
	'Bump undici from 8.12.3 to 8.12.4',
	'Let an order be split over two parcels',
	'Read prices from the new catalogue',
];
const authors = ['Ada Okafor', 'Grace Lindqvist', 'Linus Brandt', 'renovate[bot]', 'Mei Tanaka'];

/** Numbers in 0..1, the same for the same seed (Park and Miller's generator). */
function chance(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 16_807) % 2_147_483_647;
		return state / 2_147_483_647;
	};
}

const hex = (value: number): string =>
	Math.floor(value * 16 ** 10)
		.toString(16)
		.padStart(10, '0');

function failureOf(random: () => number, version: string, at: number, ref: string): MadeDeployment['failed'] {
	const kind = random();
	const evidence: FailureEvidence =
		kind < 0.4
			? { kind: 'taken-back', ref, text: 'Rolled back by the judge: errors 3.1 %, limit 1 %', at: at + 2 * minute }
			: kind < 0.7
				? {
						kind: 'linked-incident',
						ref: `pagerduty|${ref}`,
						text: `Incident INC-${Math.floor(at / hour) % 997}, linked by hand`,
						at,
					}
				: { kind: 'hotfix-after', ref, text: `Hotfix ${version}.1 names it`, at: at + hour };
	return { evidence: [evidence], recoveredMs: random() < 0.08 ? null : Math.exp(random() * 4.6) * minute };
}

function serviceDeployments(now: number, service: string, seed: number): readonly MadeDeployment[] {
	const random = chance(seed);
	const made: MadeDeployment[] = [];
	let minor = 0;
	for (let at = now - 365 * day; at < now; at += day) {
		const isWeekend = [0, 6].includes(new Date(at).getUTCDay());
		const count = random() < (isWeekend ? 0.06 : 0.62) ? 1 + Math.floor(random() * 2.4) : 0;
		for (let index = 0; index < count; index += 1) {
			minor += 1;
			const end = Math.floor(at / day) * day + (8 + random() * 9) * hour;
			if (end >= now) continue;
			const version = `2.${Math.floor(minor / 10)}.${minor % 10}`;
			const ref = `journal|${service}-${minor}`;
			const draw = random();
			const isFailed = random() < 0.075;
			const standing: DeploymentStanding =
				draw < 0.03
					? 'rollback'
					: draw < 0.05
						? 'attempt'
						: draw < 0.06
							? 'same-version'
							: isFailed && random() < 0.4
								? 'taken-back'
								: 'counted';
			const mayFail = standing === 'counted' || standing === 'taken-back';
			made.push({
				ref,
				id: `${service}-${minor}`,
				service,
				version,
				at: end,
				standing,
				why: whys[standing],
				commits: 1 + Math.floor(random() * 6),
				commit: random() < 0.04 ? null : hex(random()),
				failed: mayFail && isFailed ? failureOf(random, version, end, ref) : null,
				unplanned: standing === 'rollback' ? 'rollback' : random() < 0.05 ? 'hotfix' : null,
			});
		}
	}
	return made;
}

const whys: Readonly<Record<DeploymentStanding, string>> = {
	counted: 'It finished, was successful and changed the running version.',
	rollback: 'It went back to a version that had run before.',
	'same-version': 'The same version ran already, so nothing changed for users.',
	'taken-back': 'Users had met it, and it was rolled back before it finished.',
	attempt: 'It failed before users met it: a failure of the pipeline, not of the change.',
	unfinished: 'It still runs.',
	'told-twice': 'Another source tells of the same deployment, and it counts there.',
};

function leadsOf(deployments: readonly MadeDeployment[]): readonly MadeLead[] {
	const random = chance(77);
	return deployments.flatMap((deployment) => {
		if (deployment.standing !== 'counted' || deployment.commit === null) return [];
		return Array.from({ length: deployment.commits }, (): MadeLead => {
			const author = authors[Math.floor(random() * authors.length)] ?? 'Ada Okafor';
			return {
				sha: hex(random()),
				service: deployment.service,
				deployment,
				ms: Math.exp(1 + random() * 3.4 + random() * 0.8) * hour,
				subject: subjects[Math.floor(random() * subjects.length)] ?? 'Change',
				author,
				isBot: author.endsWith('[bot]'),
			};
		});
	});
}

const titles = [
	'Payments time out for cards of one bank',
	'Search returns nothing',
	'Orders stay in "reserved"',
	'Error rate above 2 %',
];

function incidentsOf(deployments: readonly MadeDeployment[], now: number): readonly MadeIncident[] {
	const random = chance(5);
	return deployments.flatMap((deployment, index): readonly MadeIncident[] => {
		const isOwn = deployment.failed !== null && random() < 0.7;
		if (!isOwn && index % 41 !== 0) return [];
		const at = deployment.at + (5 + random() * 90) * minute;
		const endedAt =
			deployment.failed?.recoveredMs === null && isOwn ? null : Math.min(now, at + (10 + random() * 120) * minute);
		return [
			{
				ref: `pagerduty|INC-${400 + index}`,
				title: `INC-${400 + index}: ${titles[index % titles.length]}`,
				service: deployment.service,
				at,
				endedAt,
				severity: (['critical', 'high', 'low'] as const)[index % 3] ?? 'low',
				deployment: isOwn ? deployment : null,
			},
		];
	});
}

export function fakeWorld(now: number): MadeWorld {
	const deployments = worldServices
		.flatMap((service, index) => serviceDeployments(now, service, 11 + index * 7))
		.toSorted((left, right) => left.at - right.at);
	return { deployments, leads: leadsOf(deployments), incidents: incidentsOf(deployments, now) };
}
