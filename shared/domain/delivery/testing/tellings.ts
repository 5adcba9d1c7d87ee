/** Deployments that several sources tell of, in minutes from `monday` on. */
import type { DeploymentFact } from '../facts.ts';
import type { HistoryInput } from '../judge-history.ts';
import { deployed, judge, minute, monday } from './facts.ts';

export type Told = readonly [
	name: string,
	version: string | null,
	from: number,
	to: number,
	more?: Partial<DeploymentFact>,
];

/** `name` is `<source> <id>`; from one letter the source is told. */
const sources: Readonly<Record<string, string>> = { j: 'journal', g: 'github:acme/shop', a: 'argo:shop', c: 'csv' };

export function told([name, version, from, to, more = {}]: Told): DeploymentFact {
	const startedAt = monday + Math.round(from * minute);
	const source = sources[name.charAt(0)] ?? name;
	return deployed(monday + Math.round(to * minute), { source, nativeId: name, version, startedAt, ...more });
}

export const refOf = (name: string) => `${sources[name.charAt(0)] ?? name}|${name}`;
export const history = (all: readonly Told[], more: Partial<HistoryInput> = {}) =>
	judge({ deployments: all.map(told), ...more });
export const standings = (all: readonly Told[], more: Partial<HistoryInput> = {}) =>
	history(all, more)
		.deployments.map(({ ref, standing }) => `${ref.split('|')[1] ?? ''} ${standing}`)
		.join(', ');

export const failed = { outcome: 'failed', tookTraffic: false } as const;
export const canary = { outcome: 'taken-back', tookTraffic: true, firstTrafficAt: monday + minute } as const;
export const running = { outcome: 'running', finishedAt: null } as const;
export const [sha, otherSha] = ['a1b2c3d4e5f6', 'a1b2c3d0'];
