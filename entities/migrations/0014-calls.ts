import { Migration } from '@mikro-orm/migrations'

/** Calls are taken of several budgets at once, in one statement. */
export class Calls extends Migration {
  override up(): void {
    this.addSql(sql)
  }
}

const sql = `
-- Takes as many of \`cardinality(ids) / cardinality(budgets)\` calls as every budget has left, of each the same number.
-- \`spent\`: the budget that had the fewest, where not all were taken; \`free\`: when it has a call again.
-- A clock that runs behind those of other processes, or was set back, counts from the newest call on record: times go
-- up only, so that the window that ends now is the only one that can be full.
create function take_calls(budgets text[], most int[], per_s int[], moment timestamptz, ids uuid[],
  out taken int, out spent int, out free timestamptz) language plpgsql as $$
declare
  wanted int := cardinality(ids) / cardinality(budgets);
  moments timestamptz[];
  held int;
begin
  -- By itself and first: the next statement must see what the holder before us committed.
  perform pg_advisory_xact_lock(key)
    from (select hashtextextended('budget ' || name, 0) as key from unnest(budgets) name order by 1) keys;
  taken := wanted;
  for i in 1 .. cardinality(budgets) loop
    moments[i] := (select greatest(moment, max(c.at)) from calls c where c.budget = budgets[i]);
    delete from calls c where c.budget = budgets[i] and c.at <= moments[i] - make_interval(secs => per_s[i]);
    select count(*) into held from calls c where c.budget = budgets[i];
    if most[i] - held < taken then
      taken := greatest(0, most[i] - held);
      spent := i;
    end if;
  end loop;
  insert into calls (id, budget, at)
    select ids[(i - 1) * wanted + n], budgets[i], moments[i]
    from generate_subscripts(budgets, 1) i, generate_series(1, taken) n;
  if most[spent] > 0 then
    select c.at + make_interval(secs => per_s[spent]) into free
      from calls c where c.budget = budgets[spent] order by c.at desc offset most[spent] - 1 limit 1;
  end if;
end $$;
`
