/** The report's sections in the order in which they are read, with a list of contents beside them. */
import type { ReactElement, ReactNode } from 'react';
import type { RetrospectiveView } from '../../../shared/rpc/delivery-views.ts';
import { ActionsSection } from './actions-section.tsx';
import { FailuresSection } from './failures-section.tsx';
import { MaturitySection } from './maturity-section.tsx';
import { MetricsSection } from './metrics-section.tsx';
import { NotesSection } from './notes-section.tsx';
import { PatternsSection } from './patterns-section.tsx';
import { RecommendationsSection } from './recommendations-section.tsx';
import styles from './retrospective.module.css';
import { RevisedSection } from './revised-section.tsx';
import { ShippedSection } from './shipped-section.tsx';
import { SourcesSection } from './sources-section.tsx';
import { TestsSection } from './tests-section.tsx';
import { usePartInView } from './use-part-in-view.ts';

export interface SectionProps {
	readonly view: RetrospectiveView;
	/** Something was decided: the document is to be asked for again. */
	readonly onChanged: () => void;
}

const sections: readonly {
	readonly id: string;
	readonly title: string;
	readonly draw: (props: SectionProps) => ReactElement | null;
}[] = [
	{ id: 'revised', title: 'Revised since', draw: RevisedSection },
	{ id: 'summary', title: 'In short', draw: Summary },
	{ id: 'metrics', title: 'Delivery', draw: MetricsSection },
	{ id: 'shipped', title: 'What shipped', draw: ShippedSection },
	{ id: 'failures', title: 'What failed', draw: FailuresSection },
	{ id: 'tests', title: 'Tests', draw: TestsSection },
	{ id: 'patterns', title: 'Anti-patterns', draw: PatternsSection },
	{ id: 'maturity', title: 'Maturity', draw: MaturitySection },
	{ id: 'recommendations', title: 'Do next', draw: RecommendationsSection },
	{ id: 'actions', title: 'What became of last month’s actions', draw: ActionsSection },
	{ id: 'notes', title: 'Notes', draw: NotesSection },
	{ id: 'sources', title: 'What this rests on', draw: SourcesSection },
];

export function ReportDocument(props: SectionProps): ReactElement {
	const isRevised = (props.view.frozen?.revisions.length ?? 0) > 0;
	const shown = sections.filter(({ id }) => id !== 'revised' || isRevised);
	const current = usePartInView(shown.map(({ id }) => partId(id)));
	return (
		<div className={styles.document}>
			<nav className={styles.contents} aria-label="Contents">
				<ol>
					{shown.map(({ id, title }) => (
						<li key={id}>
							<button type="button" aria-current={current === partId(id) ? 'true' : undefined} onClick={() => goTo(id)}>
								{title}
							</button>
						</li>
					))}
				</ol>
			</nav>
			<div className={styles.body}>
				{shown.map(({ id, title, draw: Section }) => (
					<Part key={id} id={id} title={title}>
						<Section {...props} />
					</Part>
				))}
			</div>
		</div>
	);
}

function partId(id: string): string {
	return `part-${id}`;
}

/** The address below the hash belongs to the screens, so a section is gone to by hand. */
function goTo(id: string): void {
	const heading = document.querySelector<HTMLElement>(`#report-${id}`);
	heading?.scrollIntoView({ block: 'start' });
	heading?.focus({ preventScroll: true });
}

function Part({ id, title, children }: { readonly id: string; readonly title: string; readonly children: ReactNode }) {
	return (
		<section id={partId(id)} className={styles.part} aria-labelledby={`report-${id}`}>
			<h2 id={`report-${id}`} tabIndex={-1}>
				{title}
			</h2>
			{children}
		</section>
	);
}

function Summary({ view: { report } }: SectionProps): ReactElement {
	return (
		<div className={styles.prose}>
			{report.summary.map((sentence) => (
				<p key={sentence}>{sentence}</p>
			))}
		</div>
	);
}
