import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { formatCounted } from '../../../shared/domain/format.ts';
import type { ImportReport } from '../../../shared/rpc/views.ts';
import { addresses } from '../../store/address.ts';
import { useStores } from '../../store/context.tsx';
import { useRoom } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { clockTime, exactInstant } from '../../ui/instant.ts';
import { type Option, Select } from '../../ui/select.tsx';
import styles from './import.module.css';

const engines: Readonly<Record<ImportReport['from'], string>> = {
	'argo-analysis-template': 'Argo Rollouts analysis template',
	'kayenta-canary-config': 'Kayenta canary configuration',
};

/** Deployments that a policy can be tried on: those of the room, then the newest of the history. */
function useDeployments(): readonly Option<string>[] {
	const { client } = useStores();
	const inRoom = useRoom((room) => room.deployments);
	const [past, setPast] = useState<readonly Option<string>[]>([]);
	useEffect(() => {
		let isWanted = true;
		void client.history.list({ service: null, environment: null, before: null, limit: 20 }).then((result) => {
			if (!isWanted || !result.ok) return;
			setPast(
				result.value.map((row) => ({
					id: row.id,
					label: `${row.service} ${row.version} in ${row.environment}`,
					detail: `${row.state}, ${exactInstant(row.createdAt)}`,
				})),
			);
		});
		return () => {
			isWanted = false;
		};
	}, [client]);
	const now = Object.values(inRoom).map(({ deployment, headline }) => ({
		id: deployment.id,
		label: `${deployment.service} ${deployment.release.version} in ${deployment.environment}`,
		detail: `${headline}, ${clockTime(deployment.createdAt)}`,
	}));
	const known = new Set(now.map((option) => option.id));
	return [...now, ...past.filter((option) => !known.has(option.id))];
}

function TryIt({ report, onClose }: { readonly report: ImportReport; readonly onClose: () => void }): ReactElement {
	const { desk } = useStores();
	const [, navigate] = useLocation();
	const options = useDeployments();
	const [chosen, setChosen] = useState<string | null>(null);
	const id = chosen ?? options[0]?.id ?? null;
	if (id === null) return <p className="dim">There is no deployment yet that it could be tried on.</p>;
	return (
		<div className={styles.try}>
			<Select label="Try it on a deployment" options={options} value={id} onChange={setChosen} />
			<Button
				variant="primary"
				onPress={() => {
					desk.tryPolicy({ deploymentId: id, policy: report.source });
					onClose();
					navigate(addresses.deployment(id).slice(1));
				}}
			>
				Try it there
			</Button>
		</div>
	);
}

function NotCarried({ report }: { readonly report: ImportReport }): ReactElement | null {
	if (report.notCarried.length === 0) return <Chip tone="good">everything was carried over</Chip>;
	return (
		<section aria-label="What could not be carried over" className={styles.part}>
			<h3>
				<Chip tone="warn">{formatCounted(report.notCarried.length, 'thing')} could not be carried over</Chip>
			</h3>
			<div className={styles.frame} tabIndex={0} role="group" aria-label="What could not be carried over, table">
				<table className={styles.table}>
					<thead>
						<tr>
							<th scope="col">What</th>
							<th scope="col">Why</th>
							<th scope="col">What to do</th>
						</tr>
					</thead>
					<tbody>
						{report.notCarried.map((line) => (
							<tr key={`${line.what} ${line.why}`}>
								<th scope="row">{line.what}</th>
								<td>{line.why}</td>
								<td>{line.todo}</td>
							</tr>
						))}
					</tbody>
				</table>
			</div>
		</section>
	);
}

/** What an import brought. */
export function ImportResult(props: {
	readonly report: ImportReport;
	readonly onAgain: () => void;
	readonly onClose: () => void;
}): ReactElement {
	const { report, onAgain, onClose } = props;
	const head = useRef<HTMLParagraphElement>(null);
	// The button that was pressed is gone, and without the focus a dialog does not hear its keys.
	useEffect(() => head.current?.focus(), []);
	return (
		<div className={styles.source}>
			<p role="status" tabIndex={-1} ref={head}>
				<b>{report.name}</b>, {engines[report.from]}: {formatCounted(report.carried.length, 'thing')} carried over.
			</p>
			<NotCarried report={report} />
			<section aria-label="Section for signalbox.yaml" className={styles.part}>
				<header className={styles.partHead}>
					<h3>For signalbox.yaml</h3>
					<CopyButton label="Copy the section" done="Section copied" make={() => report.source} />
				</header>
				<pre className={styles.yaml} tabIndex={0} role="group" aria-label="Section for signalbox.yaml, text">
					{report.source}
				</pre>
			</section>
			{report.carried.length > 0 && (
				<details className={styles.carried}>
					<summary>What was carried over</summary>
					<ul>
						{report.carried.map((line) => (
							<li key={line}>{line}</li>
						))}
					</ul>
				</details>
			)}
			<TryIt report={report} onClose={onClose} />
			<div className={styles.actions}>
				<Button onPress={onAgain}>Read another</Button>
				<Button onPress={onClose}>Close</Button>
			</div>
		</div>
	);
}
