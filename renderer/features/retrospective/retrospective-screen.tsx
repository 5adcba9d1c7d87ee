/** The month on one document: what shipped, how it went, what to do about it, and what became of last month's intentions. */
import type { ReactElement } from 'react';
import { useRoom } from '../../store/hooks.ts';
import { useDeliveryAnswer } from '../../store/use-delivery-answer.ts';
import { addresses } from '../../store/address.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHead, useTitle } from '../../ui/page.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { monthTitle } from '../../../shared/domain/delivery/words.ts';
import { isEmptyMonth } from './empty-month.ts';
import { offeredMonths } from './months.ts';
import { ReportDocument } from './report-document.tsx';
import { ReportHead } from './report-head.tsx';

export function RetrospectiveScreen({
	month,
	scope = '*',
}: {
	/** `2026-10`; null: the last whole month. */
	readonly month: string | null;
	readonly scope?: string;
}): ReactElement {
	const today = useRoom((room) => room.delivery.today);
	const known = useRoom((room) => room.delivery.months);
	const isReady = useRoom((room) => room.delivery.isReady);
	const trouble = useRoom((room) => room.delivery.problem);
	const months = offeredMonths(today, known);
	const chosen = month ?? months[0] ?? today.slice(0, 7);
	useTitle('Retrospective', monthTitle(chosen));
	if (trouble !== null) {
		return (
			<>
				<PageHead title="Retrospective" />
				<Problem problem={trouble} />
			</>
		);
	}
	if (!isReady) {
		return (
			<>
				<PageHead title="Retrospective" under={monthTitle(chosen)} />
				<Skeleton rows={8} label="Reading the facts" />
			</>
		);
	}
	return <Month key={`${scope} ${chosen}`} month={chosen} scope={scope} months={months} />;
}

function Month(props: {
	readonly month: string;
	readonly scope: string;
	readonly months: readonly string[];
}): ReactElement {
	const { month, scope, months } = props;
	const { value, problem, isAsking, again } = useDeliveryAnswer(`${scope} ${month}`, (delivery) =>
		delivery.retrospective({ scope, month }),
	);
	const nothingKnown = value !== null && value.frozen === null && isEmptyMonth(value.report);
	return (
		<>
			<ReportHead month={month} scope={scope} months={months} view={value} onChanged={again} />
			{problem !== null && (
				<Problem
					problem={problem}
					actions={
						<Button size="s" onPress={again}>
							Ask again
						</Button>
					}
				/>
			)}
			{value === null && problem === null && isAsking && <Skeleton rows={12} label="Putting the month together" />}
			{nothingKnown && (
				<EmptyState
					title="Nothing is known about this month yet"
					level="h2"
					actions={<LinkButton href={addresses.facts}>Connect a source of facts</LinkButton>}
				>
					Here will be what shipped, the five delivery metrics against the month before, failures with their evidence,
					tests, anti-patterns, maturity, and at most three things to do next. Deployments of this control room count by
					themselves; git, a CI host and a source of incidents complete the picture.
				</EmptyState>
			)}
			{value !== null && !nothingKnown && <ReportDocument view={value} onChanged={again} />}
		</>
	);
}
