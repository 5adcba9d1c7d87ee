/** Names of Opsgenie's services: incidents have their ids only. */
import { joinUrl } from '../../http.ts';
import type { FactsHttp } from '../common/http.ts';
import { servicesSchema } from './schemas.ts';

const pageSize = 100;
/** A key that may not read services costs the names, not the incidents: ids can be mapped as well. */
const mostPages = 50;

export interface ServiceNamesOf {
	/** Id to name, of those that may be read; asked for once in the life of a source, and again for an id that is new. */
	of(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
}

export function createServiceNames(http: FactsHttp, api: string): ServiceNamesOf {
	const names = new Map<string, string>();
	const unknown = new Set<string>();

	const readAll = async (signal: AbortSignal): Promise<void> => {
		for (let page = 0; page < mostPages; page += 1) {
			const address = `${joinUrl(api, 'v1/services')}?limit=${pageSize}&offset=${page * pageSize}`;
			const read = await http.read({ address, signal, what: 'its services' }, servicesSchema);
			if (!read.ok) return;
			const { data, paging } = read.value.value;
			for (const { id, name } of data) names.set(id, name);
			if (data.length < pageSize && !paging?.next) return;
		}
	};
	return {
		async of(ids, signal) {
			const missing = ids.filter((id) => !names.has(id) && !unknown.has(id));
			if (missing.length === 0) return names;
			await readAll(signal);
			for (const id of missing) if (!names.has(id)) unknown.add(id);
			return names;
		},
	};
}
