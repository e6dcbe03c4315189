-- ends: timeout
SELECT count(*) FROM orders t1, orders t2, orders t3, orders t4, orders t5, orders t6, orders t7, orders t8, orders t9, orders t10, orders t11, orders t12, orders t13, orders t14, orders t15, orders t16, orders t17, orders t18, orders t19, orders t20, orders t21, orders t22, orders t23, orders t24, orders t25, orders t26
