/** A real Alertmanager on loopback that notifies nobody, ended and cleaned away by `stop`. */
import { findServer, startServer } from '../../../../e2e/peers/prometheus.ts';

/** Where Alertmanager is on this machine (Debian calls it prometheus-alertmanager), or null. */
export const findAlertmanager = (): string | null => findServer(['prometheus-alertmanager', 'alertmanager']);

export interface AlertmanagerPeer {
	readonly url: string;
	/** As Prometheus does; `endsAt` in the past resolves. */
	send(labels: Record<string, string>, times: { readonly startsAt: number; readonly endsAt: number }): Promise<void>;
	silence(labels: Record<string, string>): Promise<void>;
	stop(): Promise<void>;
}

const config = 'route: {receiver: nobody}\nreceivers: [{name: nobody}]\n';

async function post(address: string, body: unknown): Promise<void> {
	const headers = { 'content-type': 'application/json' };
	const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) });
	if (!answer.ok) throw new Error(`Alertmanager answered ${answer.status}: ${await answer.text()}`);
}

export async function startAlertmanager(file: string): Promise<AlertmanagerPeer> {
	const { url, stop } = await startServer({
		...{ name: 'Alertmanager', file, config, deadlineMs: 20_000 },
		args: (data) => [`--storage.path=${data}`, '--cluster.listen-address=', '--log.level=error'],
	});
	const iso = (ms: number) => new Date(ms).toISOString();
	return {
		...{ url, stop },
		send: (labels, { startsAt, endsAt }) =>
			post(`${url}/api/v2/alerts`, [{ labels, startsAt: iso(startsAt), endsAt: iso(endsAt) }]),
		silence: (labels) =>
			post(`${url}/api/v2/silences`, {
				matchers: Object.entries(labels).map(([name, value]) => ({ name, value, isRegex: false, isEqual: true })),
				...{ startsAt: iso(Date.now()), endsAt: iso(Date.now() + 3_600_000), createdBy: 'test', comment: 'test' },
			}),
	};
}
