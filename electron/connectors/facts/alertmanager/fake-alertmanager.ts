/** An Alertmanager of this machine that shows what it is told, and no past. */
import { createHash } from 'node:crypto';
import type { Asked } from '../../http-hosts/testing.ts';
import { type FakeFactsAnswer, type FakeFactsHost, startFakeFactsHost } from '../common/testing.ts';

export interface FakeAlert {
	fingerprint: string;
	startsAt: string;
	endsAt: string;
	updatedAt: string;
	labels: Record<string, string>;
	annotations: Record<string, string>;
	generatorURL: string;
	receivers: { name: string }[];
	status: { state: 'active' | 'suppressed' | 'unprocessed'; silencedBy: string[]; inhibitedBy: string[] };
}

export interface FakeAlertmanager {
	readonly host: FakeFactsHost;
	readonly alerts: FakeAlert[];
	/** `at` and `until` are ms; fires until it is taken out of `alerts`. */
	fire(labels: Record<string, string>, at: number, until: number, changes?: Partial<FakeAlert>): FakeAlert;
}

function isAsked({ query }: Asked, { labels }: FakeAlert): boolean {
	return query.getAll('filter').every((filter) => {
		const [, name = '', value = '""'] = /^([a-z_]+)=(".*")$/i.exec(filter) ?? [];
		return labels[name] === JSON.parse(value);
	});
}

export async function startFakeAlertmanager(bearer: string): Promise<FakeAlertmanager> {
	const alerts: FakeAlert[] = [];
	const route = (asked: Asked): FakeFactsAnswer | null => {
		if (asked.headers.authorization !== `Bearer ${bearer}`) return { status: 401, body: 'Unauthorized' };
		if (asked.path !== '/api/v2/alerts') return null;
		return { status: 200, body: alerts.filter((alert) => isAsked(asked, alert)) };
	};
	return {
		...{ host: await startFakeFactsHost({ route }), alerts },
		fire(labels, at, until, changes = {}) {
			const fingerprint = createHash('sha256').update(JSON.stringify(labels)).digest('hex').slice(0, 16);
			const alert: FakeAlert = {
				...{ fingerprint, labels, annotations: {}, generatorURL: 'http://prometheus.example/graph' },
				...{ startsAt: new Date(at).toISOString(), endsAt: new Date(until).toISOString() },
				...{ updatedAt: new Date(at).toISOString(), receivers: [{ name: 'team' }] },
				status: { state: 'active', silencedBy: [], inhibitedBy: [] },
				...changes,
			};
			alerts.push(alert);
			return alert;
		},
	};
}
