/** Weights of groups of which only some can be scored here. */
import { at, type Field, flagOf, itemsOf, namesOf, numberOf, type Telling, textOf } from './fields.ts';

type Weights = Readonly<Record<string, number>>;

/** The groups in which a metric is scored; none where it is muted. */
function groupsOf(metric: Field): readonly string[] {
	if (flagOf(at(metric, 'analysisConfigurations', 'canary', 'muted'))) return [];
	const groups = itemsOf(at(metric, 'groups')).flatMap((item) => textOf(item) ?? []);
	return groups.length === 0 ? ['ungrouped'] : groups;
}

/**
 * The weights as the file gives them. A weight of a group without a scored metric would be lost to every score, and then
 * no release could pass: the groups that are left share it in proportion.
 */
export function weightsOf(config: Field, carried: readonly Field[], telling: Telling): Weights {
	const field = at(config, 'classifier', 'groupWeights');
	const given: Weights = Object.fromEntries(
		namesOf(field).map((name) => [name, numberOf(at(field, name), 0, 100) ?? 0]),
	);
	const left = new Set(carried.flatMap(groupsOf));
	const lost = Object.keys(given).filter((name) => !left.has(name));
	if (lost.length === 0) return given;
	const known = new Set(itemsOf(at(config, 'metrics')).flatMap(groupsOf));
	const unweighted = [...known].filter((name) => !Object.hasOwn(given, name));
	const rest = 100 - Object.values(given).reduce((sum, weight) => sum + weight, 0);
	const each = rest > 0 && unweighted.length > 0 ? rest / unweighted.length : 0;
	const before = [...left].map((name): [string, number] => [
		name,
		Object.hasOwn(given, name) ? (given[name] ?? 0) : each,
	]);
	const sum = before.reduce((total, [, weight]) => total + weight, 0);
	telling.lose(
		`weight of ${lost
			.map((name) => `group ${name}`)
			.join(', ')
			.slice(0, 200)}`,
		'No metric of it is scored here, so no release could reach the whole score; the other groups share its weight in proportion.',
		'Set health.kayenta.groupWeights to what each group is worth.',
	);
	// Rounded down, so that together they are never more than 100.
	return sum > 0
		? Object.fromEntries(before.map(([name, weight]) => [name, Math.floor((weight / sum) * 1e8) / 1e6]))
		: {};
}
