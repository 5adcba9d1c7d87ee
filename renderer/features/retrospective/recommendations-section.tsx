/** At most three things to do, and which of them were agreed. */
import { type ReactElement, useState } from 'react';
import type { Recommendation } from '../../../shared/domain/maturity/model.ts';
import { useDeliveryCommands, useHost } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Field } from '../../ui/field.tsx';
import { figureText } from './figures.ts';
import type { SectionProps } from './report-document.tsx';
import styles from './retrospective.module.css';

export function RecommendationsSection(props: SectionProps): ReactElement {
	const { report, frozen } = props.view;
	const own = report.actions.filter(({ recommendation }) => recommendation === null);
	return (
		<>
			{report.recommendations.length === 0 && (
				<p className={styles.faint}>Nothing that was measured calls for an action this month.</p>
			)}
			<ol className={styles.cards}>
				{report.recommendations.map((recommendation) => (
					<li key={recommendation.id}>
						<Advice {...props} recommendation={recommendation} />
					</li>
				))}
			</ol>
			{own.length > 0 && (
				<ul className={styles.list} aria-label="Agreed besides">
					{own.map(({ id, text, owner }) => (
						<li key={id}>
							{text} {owner !== null && <span className={styles.faint}>{owner}</span>}
						</li>
					))}
				</ul>
			)}
			{frozen === null && <OwnAction {...props} />}
		</>
	);
}

function Advice({
	view: { report, frozen },
	onChanged,
	recommendation,
}: SectionProps & { readonly recommendation: Recommendation }): ReactElement {
	const { takeAction } = useDeliveryCommands();
	const { mayAct } = useHost();
	const taken = report.actions.find((action) => action.recommendation === recommendation.id);
	const { check } = recommendation;
	async function agree(isActive: boolean): Promise<void> {
		const { scope, month } = report;
		const place = { scope, month, recommendation: recommendation.id };
		await takeAction({ ...place, id: taken?.id ?? null, text: recommendation.action, owner: null, isActive });
		onChanged();
	}
	return (
		<article className={styles.card}>
			<h3>{recommendation.title}</h3>
			<p>{recommendation.cause}</p>
			<p>
				<strong>{recommendation.action}</strong>
			</p>
			<p className={styles.faint}>
				Next month shows it: {check.label} from {figureText(check.now, check.unit)} to{' '}
				{figureText(check.goal, check.unit)}.
			</p>
			{taken !== undefined && <Chip tone="good">agreed for next month</Chip>}
			{frozen === null && (
				<Button size="s" isDisabled={!mayAct} onPress={() => void agree(taken === undefined)}>
					{taken === undefined ? 'Agree to do it' : 'Take it back'}
				</Button>
			)}
		</article>
	);
}

function OwnAction({ view: { report }, onChanged }: SectionProps): ReactElement {
	const { takeAction } = useDeliveryCommands();
	const { mayAct } = useHost();
	const [text, setText] = useState('');
	const [owner, setOwner] = useState('');
	async function add(): Promise<void> {
		const { scope, month } = report;
		const result = await takeAction({
			...{ scope, month, id: null, recommendation: null, text, isActive: true },
			owner: owner.trim() === '' ? null : owner.trim(),
		});
		if (!result.ok) return;
		setText('');
		setOwner('');
		onChanged();
	}
	return (
		<form
			className={styles.row}
			onSubmit={(event) => {
				event.preventDefault();
				void add();
			}}
		>
			<Field label="Another action" value={text} onChange={setText} />
			<Field label="Owner" value={owner} onChange={setOwner} />
			<Button type="submit" isDisabled={!mayAct || text.trim() === ''}>
				Agree to do it
			</Button>
		</form>
	);
}
