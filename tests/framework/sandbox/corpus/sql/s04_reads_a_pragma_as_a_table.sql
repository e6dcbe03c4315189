-- ends: raised
SELECT * FROM pragma_table_info('orders')
