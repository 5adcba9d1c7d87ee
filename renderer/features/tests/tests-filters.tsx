/** Which tests the list shows. */
import type { ReactElement } from 'react';
import { formatCount, formatCounted } from '../../../shared/domain/format.ts';
import { type TestState, testStates } from '../../../shared/domain/tests/model.ts';
import { useRoom } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { OneOf } from '../../ui/choice.tsx';
import { SearchField } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { isNarrowed, type TestsFilter } from './tests-query.ts';
import { testStateLook } from './words.ts';
import styles from './tests.module.css';

const any = '';
const stateOptions: readonly { readonly id: TestState | typeof any; readonly label: string }[] = [
	{ id: any, label: 'Any state' },
	...testStates.map((state) => ({ id: state, label: testStateLook[state].word })),
];
const kindOptions = [
	{ id: 'all', label: 'All' },
	{ id: 'quarantined', label: 'Quarantined' },
] as const;

export function TestsFilters(props: {
	readonly filter: TestsFilter;
	readonly onChange: (filter: TestsFilter) => void;
	/** Tests that fit, of all. */
	readonly shown: number;
	readonly of: number;
}): ReactElement {
	const { filter, onChange, shown, of } = props;
	const services = useRoom((room) => room.delivery.services);
	const serviceOptions = [{ id: any, label: 'Any service' }, ...services.map((name) => ({ id: name, label: name }))];
	return (
		<div className={styles.filters} data-print="no">
			<SearchField
				label="Find a test"
				placeholder="Part of its name"
				value={filter.search}
				onChange={(search) => onChange({ ...filter, search: search.slice(0, 200) })}
			/>
			<Select
				label="Service"
				hideLabel
				options={serviceOptions}
				value={filter.service ?? any}
				onChange={(service) => onChange({ ...filter, service: service === any ? null : service })}
			/>
			<Select
				label="State"
				hideLabel
				options={stateOptions}
				value={filter.state ?? any}
				onChange={(state) => onChange({ ...filter, state: state === any ? null : state })}
			/>
			<OneOf
				label="Quarantine"
				hideLabel
				options={kindOptions}
				value={filter.onlyQuarantined ? 'quarantined' : 'all'}
				onChange={(kind) => onChange({ ...filter, onlyQuarantined: kind === 'quarantined' })}
			/>
			<span className="faint" role="status">
				{shown === of ? formatCounted(of, 'test') : `${formatCount(shown)} of ${formatCounted(of, 'test')}`}
			</span>
			{isNarrowed(filter) && (
				<Button
					size="s"
					variant="quiet"
					onPress={() => onChange({ ...filter, state: null, onlyQuarantined: false, search: '' })}
				>
					Show all
				</Button>
			)}
		</div>
	);
}
