/** Names of scopes (`*`, a service, `group:<name>`) as they are asked, titled and filtered by. */
import type { MetricScope } from '../../../shared/domain/delivery/metrics.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { RetrospectiveSetup } from './ports.ts';

export interface Scope {
	readonly name: string;
	readonly title: string;
	readonly query: MetricScope;
	/** Null: all. */
	readonly services: readonly string[] | null;
}

const groupPrefix = 'group:';

export function scopeOf(name: string, setup: RetrospectiveSetup): Result<Scope> {
	if (name === '*') {
		const query = { services: [], group: null, environments: [] };
		return ok({ name, title: `All services of ${setup.projectName}`, query, services: null });
	}
	if (name.startsWith(groupPrefix)) return groupScope(name, name.slice(groupPrefix.length), setup);
	if (!setup.services.includes(name)) return unknown(`There is no service "${name}".`);
	const query = { services: [name], group: null, environments: [] };
	return ok({ name, title: name, query, services: [name] });
}

function groupScope(name: string, groupName: string, { groups }: RetrospectiveSetup): Result<Scope> {
	const group = groups.find((each) => each.name === groupName);
	if (group === undefined) return unknown(`There is no group "${groupName}".`);
	const query = { services: [], group: groupName, environments: [] };
	return ok({ name, title: `Group ${groupName}`, query, services: group.services });
}

function unknown(message: string) {
	return fail(
		'not-found',
		message,
		'Choose one that is listed; services and groups come from signalbox.yaml and from facts.',
	);
}
