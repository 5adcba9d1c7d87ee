/** What the store must know to judge, kept with the file: what changed since is judged again. */
import type { DeliverySetup, DeliveryStore } from '../../engine/delivery-ports.ts';
import { definitionsVersion } from '../../../shared/domain/delivery/policy.ts';
import { nothing, type StoreContext } from './context.ts';
import { makeConfiguredUnits } from './units.ts';

/** Grows when columns are written in another way: everything is then judged again. */
const columnsVersion = 3;
/** Grows when tests are judged in another way. */
const storiesVersion = 2;

export function createConfigure(context: StoreContext): Pick<DeliveryStore, 'configure'> {
	const { db, names, dirty } = context;
	const select = db.prepare('select value from meta where key = ?');
	const save = db.prepare(
		'insert into meta (key, value) values (?, ?) on conflict (key) do update set value = excluded.value',
	);
	/** True where it is not what it was. */
	function changes(key: string, value: unknown): boolean {
		const text = JSON.stringify(value);
		if (select.get(key)?.['value'] === text) return false;
		save.run(key, text);
		return true;
	}
	return {
		configure: (setup) =>
			context.write('take over the settings of the delivery metrics', () => {
				if (changes('rules', rulesOf(setup))) dirty.mark('all');
				const before: readonly string[] = JSON.parse(String(select.get('services')?.['value'] ?? '[]'));
				const present = setup.services.map(({ name }) => name);
				changes('services', present);
				const removed = before.filter((name) => !present.includes(name));
				for (const name of removed) if (changes(`service ${name}`, null)) dirty.mark('service', names.idOf(name));
				for (const service of setup.services) {
					const { name, repository, hasPaths, environments, sources } = service;
					const judged = { repository, hasPaths, environments, incidents: sources.incidents };
					if (changes(`service ${name}`, judged)) dirty.mark('service', names.idOf(name));
				}
				if (changes('tests', { ...setup.tests, storiesVersion })) markAllTests(context);
				context.setSetup(setup);
				makeConfiguredUnits(context);
				context.changed();
				return nothing;
			}),
	};
}

/** What every unit is judged by; the zone, groups and benchmarks only shape answers. */
function rulesOf({ policy }: DeliverySetup) {
	const { bots, incidentWindowMs, sameDeploymentWindowMs, hotfix } = policy;
	return { bots, incidentWindowMs, sameDeploymentWindowMs, hotfix, definitionsVersion, columnsVersion };
}

function markAllTests({ db, dirty }: StoreContext): void {
	for (const row of db.prepare('select distinct service from test_runs').all()) {
		dirty.mark('tests', Number(row['service']));
	}
}
