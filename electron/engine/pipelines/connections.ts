/** Hosts of CI and repositories as connections: reachable or not, since when, and what they still grant. */
import { formatCount } from '../../../shared/domain/format.ts';
import type { RunnerKind } from '../../../shared/domain/pipeline/model.ts';
import { environmentKey } from '../../../shared/domain/release.ts';
import type { Problem } from '../../../shared/domain/result.ts';
import type { ConnectionView } from '../../../shared/rpc/views.ts';
import type { OpenService } from './open-service.ts';
import type { HostBudget } from './poller.ts';

const productNames: Readonly<Record<RunnerKind, string>> = {
	local: 'This machine',
	github: 'GitHub',
	gitlab: 'GitLab',
	jenkins: 'Jenkins',
	memory: 'In memory',
};

/** What git last said of a repository. */
export interface RepositoryNews {
	readonly problem: Problem | null;
	readonly asOf: number;
}

interface ConnectionFacts {
	readonly services: readonly OpenService[];
	readonly host: (host: string) => HostBudget;
	readonly repository: (service: string) => RepositoryNews | null;
	readonly now: number;
}

/** One for each host: 300 services of one host that is away are one trouble, not 300. */
export function connectionsOf(facts: ConnectionFacts): readonly ConnectionView[] {
	const hosts = new Map<string, OpenService[]>();
	for (const service of facts.services) {
		const host = service.setup.pipeline?.runner.host;
		if (host !== undefined) hosts.set(host, [...(hosts.get(host) ?? []), service]);
	}
	const ci = [...hosts].flatMap(([host, services]) => ciConnection(facts, host, services) ?? []);
	return [...ci, ...facts.services.flatMap((service) => scmConnection(facts, service) ?? [])];
}

export function ciConnectionId(host: string): string {
	return `ci:${host}`;
}

export function scmConnectionId(service: string): string {
	return `scm:${service}`;
}

function ciConnection({ host: budgetOf, now }: ConnectionFacts, host: string, services: readonly OpenService[]) {
	const runner = services[0]?.setup.pipeline?.runner;
	if (runner === undefined) return null;
	const states = services.map(({ poll }) => poll.state);
	const isReachable = states.includes('reachable') || states.includes('rate-limited');
	const problems = services.flatMap(({ poll }) => poll.problem ?? []);
	const asked = services.flatMap(({ poll }) => poll.asOf ?? []);
	const isUnreachable = !isReachable && states.includes('unreachable');
	return {
		id: ciConnectionId(host),
		kind: 'ci',
		product: productNames[runner.kind],
		label: services.length === 1 ? runner.label : host,
		usedBy: services.flatMap(environmentsOf),
		state: isReachable ? 'reachable' : isUnreachable ? 'unreachable' : 'unknown',
		problem: isUnreachable || states.includes('rate-limited') ? (problems[0] ?? null) : null,
		detail: detailOf(budgetOf(host), services, now),
		asOf: asked.length === 0 ? null : Math.max(...asked),
	} satisfies ConnectionView;
}

function detailOf(host: HostBudget, services: readonly OpenService[], now: number): string | null {
	const failing = services.filter(({ poll }) => poll.state === 'unreachable').length;
	const parts = [
		host.notBefore !== null && host.notBefore > now ? `asked again from ${clockTime(host.notBefore)}` : null,
		budgetText(host),
		failing > 0 && failing < services.length ? `${failing} of ${services.length} services cannot be read` : null,
	].filter((part) => part !== null);
	return parts.length === 0 ? null : parts.join('; ');
}

/** "4 812 of 5 000 requests left until 14:00 UTC" */
export function budgetText({ budget }: HostBudget): string | null {
	if (budget === null || budget.remaining === null) return null;
	const all = budget.limit === null ? '' : ` of ${formatCount(budget.limit)}`;
	const until = budget.resetsAt === null ? '' : ` until ${clockTime(budget.resetsAt)}`;
	return `${formatCount(budget.remaining)}${all} requests left${until}`;
}

/** In UTC: the engine knows no zone, and the same words must be right on every machine. */
function clockTime(at: number): string {
	return `${new Date(at).toISOString().slice(11, 16)} UTC`;
}

function scmConnection({ repository }: ConnectionFacts, service: OpenService): ConnectionView | null {
	const git = service.setup.pipeline?.git ?? null;
	const news = repository(service.setup.service);
	if (git === null) return null;
	return {
		id: scmConnectionId(service.setup.service),
		kind: 'scm',
		product: 'Git',
		label: git.label,
		usedBy: environmentsOf(service),
		state: news === null ? 'unknown' : news.problem === null ? 'reachable' : 'unreachable',
		problem: news?.problem ?? null,
		detail: null,
		asOf: news?.asOf ?? null,
	};
}

function environmentsOf({ setup }: OpenService): ConnectionView['usedBy'] {
	return setup.environments.map(({ name }) => environmentKey(setup.service, name));
}
