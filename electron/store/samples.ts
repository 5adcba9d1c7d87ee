/** Metric samples for replay: many, small, and not worth a sync of the disk each. */
import type { Store, StoredSample } from '../engine/ports.ts';
import { fail, ok } from '../../shared/domain/result.ts';
import { isSampleValues, parseJson } from './decode.ts';
import { corruptProjection, storeFailure } from './failures.ts';
import type { Sqlite } from './sqlite.ts';

/** `sqlite` is a connection of its own with synchronous=NORMAL, except in memory where there is only one. */
export function createSamples(sqlite: Sqlite, file: string): Pick<Store, 'saveSamples' | 'samples'> {
	const insert = sqlite.raw.prepare(`
		insert into samples (deployment_id, at, "values") values (?, ?, ?)
		on conflict (deployment_id, at) do update set "values" = excluded."values"
	`);
	const known = sqlite.raw.prepare('select 1 from deployments where id = ?');
	return {
		async saveSamples(deploymentId, samples) {
			if (samples.length === 0) return ok(undefined);
			const rows = samples.map(({ at, values }) => ({ at, values: JSON.stringify(values) }));
			try {
				return sqlite.transact(() => {
					if (known.get(deploymentId) === undefined) return unknownDeployment(deploymentId);
					for (const row of rows) insert.run(deploymentId, row.at, row.values);
					return ok(undefined);
				});
			} catch (error) {
				return storeFailure(error, file, 'keep the readings of a deployment');
			}
		},
		async samples(deploymentId) {
			try {
				const rows = await sqlite.queries
					.selectFrom('samples')
					.select(['at', 'values'])
					.where('deployment_id', '=', deploymentId)
					.orderBy('at')
					.execute();
				const samples: StoredSample[] = [];
				for (const row of rows) {
					const values = parseJson(row.values);
					if (!isSampleValues(values)) return corruptProjection(`the readings of deployment ${deploymentId}`);
					samples.push({ at: row.at, values });
				}
				return ok(samples);
			} catch (error) {
				return storeFailure(error, file, 'read the readings of a deployment');
			}
		},
	};
}

function unknownDeployment(deploymentId: string) {
	return fail(
		'not-found',
		`There is no deployment ${deploymentId} that these readings could belong to, so they were not kept.`,
		'This is a fault in Signalbox: please report it with the log.',
	);
}
