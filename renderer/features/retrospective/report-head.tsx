/** Month, scope and state of a report, and what can be done with it. */
import { Download } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import type { Problem as ProblemValue } from '../../../shared/domain/result.ts';
import { monthTitle } from '../../../shared/domain/delivery/words.ts';
import type { ReportFormat } from '../../../shared/domain/retrospective/model.ts';
import type { RetrospectiveView } from '../../../shared/rpc/delivery-views.ts';
import { useClient, useRoom } from '../../store/hooks.ts';
import { addresses } from '../../store/address.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Menu } from '../../ui/menu.tsx';
import { PageHead } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { saveBytes } from '../../ui/save-file.ts';
import { Select } from '../../ui/select.tsx';
import { Time } from '../../ui/time.tsx';
import { useZoned } from '../delivery/use-short-time.ts';
import { fetchReport } from './export-report.ts';
import { isEmptyMonth } from './empty-month.ts';
import { Freeze } from './freeze-dialog.tsx';
import styles from './retrospective.module.css';
import { scopeOptions } from './scopes.ts';

const formatTitles: Readonly<Record<ReportFormat, string>> = {
	pdf: 'PDF',
	html: 'HTML, one file',
	markdown: 'Markdown',
	json: 'JSON',
};

interface HeadProps {
	readonly month: string;
	readonly scope: string;
	readonly months: readonly string[];
	readonly view: RetrospectiveView | null;
	readonly onChanged: () => void;
}

export function ReportHead({ month, scope, months, view, onChanged }: HeadProps): ReactElement {
	const [problem, setProblem] = useState<ProblemValue | null>(null);
	return (
		<>
			<PageHead
				title={`Retrospective, ${monthTitle(month)}`}
				under={view === null ? ' ' : <Standing view={view} />}
				actions={
					<>
						<Choices month={month} scope={scope} months={months} />
						{view !== null && <Export view={view} onProblem={setProblem} />}
						{view !== null && view.frozen === null && !isEmptyMonth(view.report) && (
							<Freeze view={view} onProblem={setProblem} onChanged={onChanged} />
						)}
					</>
				}
			/>
			{problem !== null && <Problem problem={problem} compact />}
		</>
	);
}

function Choices({ month, scope, months }: Omit<HeadProps, 'view' | 'onChanged'>): ReactElement {
	const services = useRoom((room) => room.delivery.services);
	const groups = useRoom((room) => room.delivery.groups);
	return (
		<>
			<Select
				label="Scope"
				hideLabel
				options={scopeOptions(services, groups, scope)}
				value={scope}
				onChange={(chosen) => window.location.assign(addresses.month(month, chosen))}
			/>
			<Select
				label="Month"
				hideLabel
				options={[...new Set([month, ...months])]
					.toSorted()
					.toReversed()
					.map((id) => ({ id, label: monthTitle(id) }))}
				value={month}
				onChange={(chosen) => window.location.assign(addresses.month(chosen, scope))}
			/>
		</>
	);
}

function Standing({ view }: { readonly view: RetrospectiveView }): ReactElement {
	const { report, frozen, scheduledAt } = view;
	const zoned = useZoned(report.zone);
	return (
		<span className={styles.standing}>
			{frozen === null ? (
				<Chip tone="neutral">Draft</Chip>
			) : (
				<Chip tone={frozen.revisions.length > 0 ? 'warn' : 'good'}>
					{frozen.revisions.length > 0 ? 'Frozen, revised since' : 'Frozen'}
				</Chip>
			)}
			<span>
				{report.scopeTitle}, {report.zone}, definitions {report.definitionsVersion}
			</span>
			{frozen === null ? (
				<span>
					data to <Time at={report.cutOff} />
				</span>
			) : (
				<span>
					by {frozen.frozenBy}, <Time at={frozen.frozenAt} />
				</span>
			)}
			{frozen === null && scheduledAt !== null && <span>will be written by itself on {zoned(scheduledAt)}</span>}
		</span>
	);
}

function Export(props: {
	readonly view: RetrospectiveView;
	readonly onProblem: (problem: ProblemValue | null) => void;
}): ReactElement {
	const { view, onProblem } = props;
	const { delivery } = useClient();
	const announce = useAnnounce();
	const [busy, setBusy] = useState<ReportFormat | null>(null);
	async function save(format: ReportFormat): Promise<void> {
		setBusy(format);
		onProblem(null);
		const { scope, month } = view.report;
		const file = await fetchReport(delivery, { scope, month, format });
		setBusy(null);
		if (!file.ok) return onProblem(file.problem);
		saveBytes(file.value.name, file.value.bytes);
		announce(`${file.value.name} was saved.`);
	}
	return (
		<Menu
			label="Export"
			trigger={
				<Button icon={<Download size={14} aria-hidden="true" />} isDisabled={busy !== null}>
					{busy === null ? 'Export' : `Writing ${formatTitles[busy]}`}
				</Button>
			}
			entries={view.formats.map(({ format, problem }) => ({
				id: format,
				label: problem === null ? formatTitles[format] : `${formatTitles[format]}: ${problem}`,
				onAction: () => void save(format),
			}))}
		/>
	);
}
