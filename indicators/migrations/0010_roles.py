from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0009_languages'),
    ]

    operations = [
        migrations.AlterField(
            model_name='citation',
            name='role',
            field=models.CharField(choices=[('value', 'Value'), ('unit', 'Unit'), ('period', 'Period'), ('area', 'Area'), ('producer', 'Producer'), ('qualifier', 'Qualifier'), ('row_header', 'Row Header'), ('column_header', 'Column Header'), ('evidence', 'Evidence'), ('scale', 'Scale'), ('footnote', 'Footnote')], max_length=20),
        ),
    ]
