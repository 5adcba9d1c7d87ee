/** Rules of `delivery:` and `tests:` across fields, as far as each part is well formed in itself. */
import { checkFactSources, type KnownNames, unknownService } from './check-fact-sources.ts';
import { entriesOf, fieldIn, itemsOf } from './check-names.ts';
import { checkTests } from './check-tests.ts';
import { declaredServices, groups, report as reportSchema } from './file/delivery.ts';
import { factSource } from './file/fact-sources.ts';
import { tests } from './file/tests.ts';
import type { Finding, Report } from './issues.ts';
import { nearest } from './said.ts';
import type { PlacedService } from './service-of-place.ts';
import type { Plain } from './source.ts';

/** Everything about both sections, even while other parts of the file are wrong. */
export function checkDelivery(data: Plain): readonly Finding[] {
	const delivery = fieldIn(data, 'delivery');
	const findings: Finding[] = [];
	const report: Report = (below, message, expected = null, severity = 'error') =>
		findings.push({ path: ['delivery', ...below], message, expected, severity });
	const known = knownNames(data);
	const sources = itemsOf(fieldIn(delivery, 'sources')).flatMap((item, index) => {
		const parsed = factSource.safeParse(item);
		return parsed.success ? [{ value: parsed.data, path: ['delivery', 'sources', index] }] : [];
	});
	checkGroups(data, known, report);
	checkReport(data, known, report);
	const parsedTests = tests.safeParse(fieldIn(data, 'tests') ?? {});
	return [
		...findings,
		...checkFactSources(sources, known),
		...(parsedTests.success ? checkTests(parsedTests.data) : []),
	];
}

function knownNames(data: Plain): KnownNames {
	const services = itemsOf(fieldIn(data, 'services'));
	const placed = services.map(placeOf).filter(({ name }) => name !== '');
	const declared = declaredServices.safeParse(fieldIn(fieldIn(data, 'delivery'), 'services') ?? []);
	return {
		services: [...placed.map(({ name }) => name), ...(declared.success ? declared.data : [])],
		environments: [
			...new Set(
				services.flatMap((service) => entriesOf(fieldIn(service, 'environments')).map(([environment]) => environment)),
			),
		],
		placed,
	};
}

function placeOf(service: Plain): PlacedService {
	const runner = fieldIn(fieldIn(service, 'pipeline'), 'runner');
	const text = (value: Plain | undefined) => (typeof value === 'string' ? value : null);
	return {
		name: text(fieldIn(service, 'name')) ?? '',
		repository: text(fieldIn(service, 'repository')),
		runsAt:
			text(fieldIn(runner, 'kind')) === 'gitlab'
				? text(fieldIn(runner, 'project'))
				: text(fieldIn(runner, 'repository')),
	};
}

function checkGroups(data: Plain, known: KnownNames, report: Report): void {
	const owners = ownersIn(data);
	const parsed = groups.safeParse(fieldIn(fieldIn(data, 'delivery'), 'groups') ?? {});
	for (const [group, members] of Object.entries(parsed.success ? parsed.data : {})) {
		if (owners.includes(group)) {
			const message = `the services that "${group}" owns would be a group of this name; only those listed here are`;
			report(['groups', group], message, 'a name of its own', 'warning');
		}
		for (const [index, name] of members.entries()) unknownService(name, ['groups', group, index], known, report);
	}
}

function ownersIn(data: Plain): readonly string[] {
	return itemsOf(fieldIn(data, 'services')).flatMap((service) => {
		const owner = fieldIn(service, 'owner');
		return typeof owner === 'string' ? [owner] : [];
	});
}

function checkReport(data: Plain, known: KnownNames, report: Report): void {
	const delivery = fieldIn(data, 'delivery');
	const parsed = reportSchema.safeParse(fieldIn(delivery, 'report') ?? {});
	if (!parsed.success) return;
	const groupNames = [...entriesOf(fieldIn(delivery, 'groups')).map(([name]) => name), ...ownersIn(data)];
	const seen = new Set<string>();
	for (const [index, scope] of parsed.data.scopes.entries()) {
		const below = ['report', 'scopes', index];
		if (seen.has(scope)) report(below, 'this scope is already in the list', 'each scope once');
		seen.add(scope);
		if (scope === '*') continue;
		const group = scope.startsWith('group:') ? scope.slice('group:'.length) : null;
		if (group === null) unknownService(scope, below, known, report);
		else if (!groupNames.includes(group))
			checkGroup(group, groupNames, (message, expected) => report(below, message, expected));
	}
}

function checkGroup(
	group: string,
	known: readonly string[],
	report: (message: string, expected: string) => void,
): void {
	const meant = nearest(group, known);
	const hint = meant === null ? '' : `; did you mean "group:${meant}"?`;
	const expected =
		known.length === 0
			? 'a group that delivery.groups names'
			: `one of ${known.map((name) => `group:${name}`).join(', ')}`;
	report(`there is no group "${group}"${hint}`, expected);
}
